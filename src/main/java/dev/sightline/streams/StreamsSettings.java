package dev.sightline.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How topologies run; each has a Kafka Streams client of its own. */
@ConfigMapping(prefix = "sightline.streams")
public interface StreamsSettings {
    /** The run's folder; stores lie in {@code streams} below it and are filled again from Kafka where it is lost. */
    @WithDefault("${sightline.data:data}")
    Path data();

    /** The name of this process among those that share the work; where absent, one is kept below the data folder. */
    Optional<String> instance();

    /** Where other instances reach this one's HTTP interface, to ask for what its stores hold: {@code host:port}. */
    Optional<String> address();

    /** Threads of a topology: more take more partitions at a time. */
    @WithDefault("1")
    int threads();

    /** Copies of each store on other instances, so that one takes over without reading it anew. */
    @WithDefault("1")
    int standbys();

    /** After this long without a sign of life an instance's partitions go to the others; longer rides out pauses. */
    @WithDefault("PT10S")
    Duration sessionTimeout();

    /** How often results become visible; each commit is a transaction, so shorter costs throughput. */
    @WithDefault("PT0.1S")
    Duration commitInterval();

    /** Memory for blocks and writes of all stores of a topology. */
    @WithDefault("67108864")
    long storeBytes();

    /** The replication of internal topics; -1 takes the cluster's default. */
    @WithDefault("-1")
    int replication();
}
