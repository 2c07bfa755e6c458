package dev.sightline.pipeline;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.sightline.event.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * not due and paused until that one is. Whatever a stranger's record says of itself, it waits no longer than its topic's
 * delay from when it was written, and from when it was first seen: what stands behind it has to go on.
 *
 * <p>After a failure it goes back to what is committed and on from there, for as long as it takes; only a cluster that
 * denies us what we need ends it.
 */
final class RetryForwarder implements Runnable {
    private static final Logger LOG = Logger.getLogger(RetryForwarder.class);
    private static final Duration MAX_POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final OffsetTransaction transaction;
    private final Map<String, Duration> delays; // of each topic
    private final Clock clock;
    private final Map<TopicPartition, Parked> parked = new HashMap<>();
    private final Runnable cutShort;
    private final Runnable forbidden;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Duration pause = Duration.ZERO;
    private volatile boolean running = true;

    /** The record at which a partition stands, and until when. */
    private record Parked(long offset, Instant until) {}

    /**
     * @param delays    those of the topics it serves
     * @param cutShort  called for each record that asked to wait longer than it may
     * @param forbidden called when the cluster denies us what we need
     */
    RetryForwarder(
            Consumer<byte[], byte[]> consumer,
            OffsetTransaction transaction,
            List<Duration> delays,
            Clock clock,
            Runnable cutShort,
            Runnable forbidden) {
        this.consumer = consumer;
        this.transaction = transaction;
        this.delays = delays.stream().collect(toUnmodifiableMap(Topics::retry, identity()));
        this.clock = clock;
        this.cutShort = cutShort;
        this.forbidden = forbidden;
    }

    @Override
    public void run() {
        try (consumer;
                transaction) {
            consumer.subscribe(delays.keySet());
            while (stopped.getCount() > 0) {
                turn();
            }
        } catch (WakeupException e) {
            LOG.debug("the retry forwarder stops");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = false;
        }
    }

    /** Whether due requests are moved, or will be as soon as the cluster lets them. */
    boolean running() {
        return running;
    }

    /** Ends {@link #run}; may be called from any thread. */
    void stop() {
        stopped.countDown();
        consumer.wakeup();
    }

    private void turn() throws InterruptedException {
        try {
            if (!pause.isZero()) {
                goBack();
            }
            resume();
            var records = consumer.poll(patience());
            if (!records.isEmpty()) {
                forward(records);
            }
            pause = Duration.ZERO;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) { // the latter from a producer whose replacement failed
            recover(e);
        }
    }

    private void recover(RuntimeException failure) throws InterruptedException {
        if (CommitFailure.of(failure) == CommitFailure.FORBIDDEN) {
            LOG.error("the cluster refuses the retry forwarder", failure);
            stopped.countDown();
            forbidden.run();
            return;
        }
        LOG.warn("due requests were not moved and are tried again", failure);
        pause = pause.isZero() ? PAUSE : longer(pause);
        stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(MAX_PAUSE) < 0 ? twice : MAX_PAUSE;
    }

    private void forward(ConsumerRecords<byte[], byte[]> records) {
        var now = clock.instant();
        var due = new ArrayList<ProducerRecord<byte[], byte[]>>();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        var early = 0;
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                var until = until(partition, record, now);
                if (until.isAfter(now)) {
                    park(partition, new Parked(record.offset(), until));
                    break;
                }
                if (WaitingRequest.due(record).isAfter(now)) {
                    early++;
                }
                due.add(WaitingRequest.back(record));
                offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        if (!due.isEmpty()) {
            transaction.commit(due, offsets, consumer.groupMetadata());
            IntStream.range(0, early).forEach(i -> cutShort.run());
        }
    }

    private Instant until(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, Instant now) {
        var delay = delays.get(record.topic());
        var before = parked.get(partition);
        var seen = before != null && before.offset() == record.offset() ? before.until() : now.plus(delay);
        var written = Instant.ofEpochMilli(record.timestamp()).plus(delay);
        return Stream.of(WaitingRequest.due(record), written, seen)
                .min(Instant::compareTo)
                .orElse(now);
    }

    private void park(TopicPartition partition, Parked first) {
        consumer.seek(partition, first.offset());
        consumer.pause(List.of(partition));
        parked.put(partition, first);
    }

    private void resume() {
        var now = clock.instant();
        parked.keySet().retainAll(consumer.assignment());
        consumer.resume(consumer.paused().stream()
                .filter(partition -> !parkedUntil(partition).isAfter(now))
                .toList());
    }

    private Instant parkedUntil(TopicPartition partition) {
        var first = parked.get(partition);
        return first == null ? Instant.MIN : first.until();
    }

    private Duration patience() {
        var now = clock.instant();
        var next = consumer.paused().stream()
                .map(this::parkedUntil)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        if (next.isBefore(now)) { // it fell due since we looked
            return Duration.ZERO;
        }
        return next.isBefore(now.plus(MAX_POLL)) ? Duration.between(now, next) : MAX_POLL;
    }

    private void goBack() {
        var assigned = consumer.assignment();
        var committed = consumer.committed(assigned);
        consumer.resume(assigned); // what is paused at a record stands before it again, at ones that were due
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
