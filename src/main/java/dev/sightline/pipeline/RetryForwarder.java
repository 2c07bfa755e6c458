package dev.sightline.pipeline;

import dev.sightline.event.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Moves requests back to their lanes when they are due, each exactly once.
 *
 * <p>A topic has one delay, so due times rise along a partition: the partition is set back to its first record that is
 * not due and paused until that one is.
 */
final class RetryForwarder implements Runnable {
    private static final Logger LOG = Logger.getLogger(RetryForwarder.class);
    private static final Duration MAX_POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final OffsetTransaction transaction;
    private final List<String> topics;
    private final Clock clock;
    private final Map<TopicPartition, Instant> waiting = new HashMap<>();
    private volatile boolean stopped;

    RetryForwarder(
            Consumer<byte[], byte[]> consumer, OffsetTransaction transaction, List<Duration> delays, Clock clock) {
        this.consumer = consumer;
        this.transaction = transaction;
        this.topics = delays.stream().map(Topics::retry).toList();
        this.clock = clock;
    }

    @Override
    public void run() {
        try (consumer;
                transaction) {
            consumer.subscribe(topics);
            while (!stopped) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.debug("the retry forwarder stops");
        }
    }

    /** Ends {@link #run}; may be called from any thread. */
    void stop() {
        stopped = true;
        consumer.wakeup();
    }

    private void turn() {
        resume();
        var records = consumer.poll(patience());
        if (records.isEmpty()) {
            return;
        }
        try {
            forward(records);
        } catch (KafkaException e) {
            if (e instanceof WakeupException) {
                throw e;
            }
            LOG.warn("due requests were not moved and are tried again", e);
            goBack();
        }
    }

    private void forward(ConsumerRecords<byte[], byte[]> records) {
        var now = clock.instant();
        var due = new ArrayList<ProducerRecord<byte[], byte[]>>();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (WaitingRequest.due(record).isAfter(now)) {
                    park(partition, record);
                    break;
                }
                due.add(WaitingRequest.back(record));
                offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        if (!due.isEmpty()) {
            transaction.commit(due, offsets, consumer.groupMetadata());
        }
    }

    private void park(TopicPartition partition, ConsumerRecord<byte[], byte[]> first) {
        consumer.seek(partition, first.offset());
        consumer.pause(List.of(partition));
        waiting.put(partition, WaitingRequest.due(first));
    }

    private void resume() {
        var now = clock.instant();
        waiting.keySet().retainAll(consumer.assignment());
        var ready = waiting.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        consumer.resume(ready);
        waiting.keySet().removeAll(ready);
    }

    private Duration patience() {
        var next = waiting.values().stream().min(Instant::compareTo);
        var till = next.map(due -> Duration.between(clock.instant(), due)).orElse(MAX_POLL);
        return till.compareTo(MAX_POLL) < 0 ? till : MAX_POLL;
    }

    private void goBack() {
        var assigned = consumer.assignment();
        var committed = consumer.committed(assigned);
        for (var partition : assigned) {
            var offset = committed.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
    }
}
