package dev.sightline.pipeline;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Holds a rebalance back until the batch in work is committed, so that partitions move without work being done twice.
 *
 * <p>Partitions are revoked on the thread that polls, before the consumer joins again: until then its generation holds
 * and a commit is accepted. A batch that takes too long loses its partitions; its outcomes are kept for the case that
 * they come back.
 */
@ApplicationScoped
@Identifier(BatchesInWork.LISTENER)
public class BatchesInWork implements KafkaConsumerRebalanceListener {
    static final String LISTENER = "lanes";

    private static final Logger LOG = Logger.getLogger(BatchesInWork.class);

    private final Duration patience;
    private final Map<String, CountDownLatch> working = new ConcurrentHashMap<>();

    BatchesInWork(PipelineSettings settings) {
        this.patience = settings.rebalancePatience();
    }

    /** This member of the group has a batch in work until the returned action is run. */
    Runnable begin(String memberId) {
        var done = new CountDownLatch(1);
        working.put(memberId, done);
        return () -> {
            working.remove(memberId, done);
            done.countDown();
        };
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var memberId = consumer.groupMetadata().memberId();
        var done = working.get(memberId);
        if (done == null) {
            return;
        }
        try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.infof("a rebalance did not wait for a batch member=%s", memberId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
