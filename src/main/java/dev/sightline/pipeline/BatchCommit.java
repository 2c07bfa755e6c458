package dev.sightline.pipeline;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.sightline.event.Lane;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits batches, and keeps one record from poisoning them: a batch that the cluster has refused twice for what is in it
 * is committed record by record, and the record that is still refused becomes a dead letter.
 */
final class BatchCommit implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BatchCommit.class);
    private static final int REFUSALS_OF_A_BATCH = 2;

    private final Lane lane;
    private final OffsetTransaction transaction;
    private final OutcomeRecords records;
    private final Refusals refusals = new Refusals();

    BatchCommit(Lane lane, OffsetTransaction transaction, OutcomeRecords records) {
        this.lane = lane;
        this.transaction = transaction;
        this.records = records;
    }

    /** Makes the outcomes and the batch's offsets visible, or throws. */
    void commit(ConsumerRecords<byte[], byte[]> batch, List<Outcome> outcomes, ConsumerGroupMetadata group) {
        if (refusals.of(batch) >= REFUSALS_OF_A_BATCH) {
            outcomes.forEach(outcome -> commitAlone(outcome, group));
        } else {
            commitTogether(batch, outcomes, group);
        }
        refusals.forget(batch);
    }

    private void commitTogether(
            ConsumerRecords<byte[], byte[]> batch, List<Outcome> outcomes, ConsumerGroupMetadata group) {
        try {
            var toSend = outcomes.stream()
                    .flatMap(outcome -> outcome.toSend().stream())
                    .toList();
            transaction.commit(toSend, offsets(batch), group);
        } catch (KafkaException e) {
            if (CommitFailure.of(e) == CommitFailure.REFUSED) {
                refusals.add(batch);
            }
            throw e;
        }
    }

    private void commitAlone(Outcome outcome, ConsumerGroupMetadata group) {
        try {
            transaction.commit(outcome.toSend(), offset(outcome), group);
        } catch (KafkaException e) {
            if (CommitFailure.of(e) != CommitFailure.REFUSED) {
                throw e;
            }
            LOG.errorf(e, "a record cannot be published origin=%s", offset(outcome));
            transaction.commit(records.refused(outcome.origin(), lane, e).toSend(), offset(outcome), group);
        }
    }

    // the offset after the last record of each partition
    private static Map<TopicPartition, OffsetAndMetadata> offsets(ConsumerRecords<byte[], byte[]> batch) {
        return batch.partitions().stream()
                .collect(toMap(
                        identity(),
                        partition -> new OffsetAndMetadata(
                                last(batch.records(partition)).offset() + 1)));
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(Outcome outcome) {
        var origin = outcome.origin();
        return Map.of(
                new TopicPartition(origin.topic(), origin.partition()), new OffsetAndMetadata(origin.offset() + 1));
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    @Override
    public void close() {
        transaction.close();
    }
}
