package dev.sightline.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How requests are worked off. */
@ConfigMapping(prefix = "sightline.pipeline")
public interface PipelineSettings {
    /** The run's folder. */
    @WithDefault("${sightline.data:data}")
    Path data();

    /** The name of this process among those that share the lanes; where absent, one is kept below the data folder. */
    Optional<String> instance();

    /** The {@code source} of the events we send. */
    @WithDefault("/sightline/caption")
    String source();

    /** Copies of each lane's channel: so many batches overlap. At most the partitions of a topic. */
    @WithDefault("3")
    int consumers();

    /** The time one image may take in all; one that takes longer leaves its batch as a failure that may be retried. */
    @WithDefault("PT120S")
    Duration imageBudget();

    /** A transaction older than this is aborted by the cluster: longer delays readers after a crash. */
    @WithDefault("PT10S")
    Duration transactionTimeout();

    /** Results kept until they are committed, so that a rebalance or an aborted transaction costs no work twice. */
    @WithDefault("1024")
    int uncommittedResults();

    /** How long a rebalance waits for the batch in work to be committed; a longer batch may be done again elsewhere. */
    @WithDefault("PT20S")
    Duration rebalancePatience();
}
