package dev.sightline.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** How often a batch has been refused, told by the first offsets of its partitions: it comes again from these. */
final class Refusals {
    private final Map<TopicPartition, Refused> refused = new HashMap<>();

    private record Refused(long firstOffset, int times) {}

    /** How often the cluster has refused a batch that began here. */
    int of(ConsumerRecords<byte[], byte[]> batch) {
        return batch.partitions().stream()
                .mapToInt(partition -> of(batch, partition))
                .max()
                .orElse(0);
    }

    void add(ConsumerRecords<byte[], byte[]> batch) {
        batch.partitions()
                .forEach(partition ->
                        refused.put(partition, new Refused(first(batch, partition), of(batch, partition) + 1)));
    }

    void forget(ConsumerRecords<byte[], byte[]> batch) {
        refused.keySet().removeAll(batch.partitions());
    }

    private int of(ConsumerRecords<byte[], byte[]> batch, TopicPartition partition) {
        var known = refused.get(partition);
        return known != null && known.firstOffset() == first(batch, partition) ? known.times() : 0;
    }

    private static long first(ConsumerRecords<byte[], byte[]> batch, TopicPartition partition) {
        return batch.records(partition).get(0).offset();
    }
}
