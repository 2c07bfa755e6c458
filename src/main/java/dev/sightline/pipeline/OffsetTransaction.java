package dev.sightline.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The second half of a batch: its records and its offsets become visible together or not at all.
 *
 * <p>Owns the producer of one channel copy. The producer takes its transactional id when it is made, at start-up, so
 * that a transaction left open by a killed process is aborted at once and not when its timeout has passed. After an error
 * that a producer does not survive it is replaced. Used by one batch at a time.
 */
final class OffsetTransaction implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OffsetTransaction.class);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> producer;

    OffsetTransaction(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
        this.producer = initialised();
    }

    /**
     * Publishes the records and commits the offsets.
     *
     * @param group the consumer's group with its generation at the time of the poll: a consumer that has lost its
     *     partitions since is refused
     * @throws KafkaException where nothing of it became visible
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        try {
            producer.beginTransaction();
            var sends = new ArrayList<Future<RecordMetadata>>();
            records.forEach(record -> sends.add(producer.send(record)));
            producer.flush();
            for (var send : sends) {
                send.get(); // names the record's own error, where commitTransaction tells of any
            }
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
        } catch (ExecutionException e) {
            abort();
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            throw new KafkaException("interrupted in a transaction", e);
        } catch (KafkaException | IllegalStateException e) { // the latter from a producer whose replacement failed
            abort();
            throw e;
        }
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.debugf(e, "the producer cannot go on and is replaced");
            replace();
        }
    }

    private void replace() {
        producer.close(Duration.ZERO);
        producer = initialised();
    }

    private Producer<byte[], byte[]> initialised() {
        var fresh = producers.get();
        try {
            fresh.initTransactions();
            return fresh;
        } catch (RuntimeException e) {
            fresh.close(Duration.ZERO);
            throw e;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
