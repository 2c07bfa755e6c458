package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.TestClock;
import dev.sightline.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryForwarderTest {
    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPartition WAITING = new TopicPartition(Topics.retry(DELAY), 0);

    private final AtomicInteger forbidden = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();
    private final Queue<Producer<byte[], byte[]>> producers = new ArrayDeque<>();
    private final OneWaiting consumer = new OneWaiting();
    private final TestClock clock = new TestClock(NOW);

    @Test
    void goesOnAfterAClusterThatWasAway() {
        // given
        var broken = new Broken();
        broken.commitTransactionException = new TimeoutException("no coordinator");
        var late = producer();
        late.initTransactionException = new TimeoutException("still none");
        var good = producer();
        producers.addAll(List.of(broken, late, good));
        consumer.unknownCommits = 2;
        var forwarder = forwarder();
        consumer.beforePoll = () -> {
            if (!good.history().isEmpty()) {
                forwarder.stop();
            }
        };

        // when
        forwarder.run();

        // then
        assertThat(good.history()).extracting(record -> record.topic()).containsExactly(Topics.REQUESTS);
        assertThat(broken.history()).isEmpty();
        assertThat(producers).isEmpty();
        assertThat(consumer.unknownCommits).isZero();
        assertThat(forbidden).hasValue(0);
        assertThat(forwarder.running()).isFalse();
    }

    @Test
    void movesAfterAFailureWhatWasDueBeforeARecordThatIsNot() {
        // given
        var failing = producer();
        failing.commitTransactionException = new TimeoutException("no coordinator");
        producers.add(failing);
        consumer.dueNext = Long.toString(NOW.plus(DELAY).toEpochMilli());
        var forwarder = forwarder();
        var polls = new AtomicInteger();
        consumer.beforePoll = () -> {
            if (polls.incrementAndGet() == 2) {
                failing.commitTransactionException = null;
            }
            if (!failing.history().isEmpty() || polls.get() == 20) {
                forwarder.stop();
            }
        };

        // when
        forwarder.run();

        // then
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(failing.history()).extracting(record -> record.topic()).containsExactly(Topics.REQUESTS);
    }

    @Test
    void endsWhereTheClusterDeniesIt() {
        // given
        var denied = producer();
        denied.commitTransactionException = new TransactionalIdAuthorizationException("not yours");
        producers.add(denied);
        var forwarder = forwarder();
        assertThat(forwarder.running()).isTrue();

        // when
        forwarder.run();

        // then
        assertThat(forbidden).hasValue(1);
        assertThat(forwarder.running()).isFalse();
    }

    private RetryForwarder forwarder() {
        return new RetryForwarder(
                consumer,
                new OffsetTransaction(producers::remove),
                List.of(DELAY),
                clock,
                cutShort::incrementAndGet,
                forbidden::incrementAndGet);
    }

    @Test
    void letsAStrangersRecordWaitNoLongerThanItsTopicsDelay() {
        // given
        var producer = producer();
        producers.add(producer);
        consumer.due = Long.toString(Long.MAX_VALUE);
        consumer.timestamp = NOW.plus(Duration.ofDays(9)).toEpochMilli();
        var forwarder = forwarder();
        var polls = new AtomicInteger();
        consumer.beforePoll = () -> {
            if (polls.incrementAndGet() == 5) {
                assertThat(producer.history()).isEmpty();
                clock.pass(DELAY);
            } else if (!producer.history().isEmpty()) {
                forwarder.stop();
            }
        };

        // when
        forwarder.run();

        // then
        assertThat(producer.history()).extracting(record -> record.topic()).containsExactly(Topics.REQUESTS);
        assertThat(polls).hasValueGreaterThan(5);
        assertThat(cutShort).hasValue(1);
    }

    @Test
    void letsRecordsThatWereWrittenTogetherWaitTogether() {
        // given
        var producer = producer();
        producers.add(producer);
        consumer.due = Long.toString(Long.MAX_VALUE);
        consumer.timestamp = NOW.minus(DELAY).toEpochMilli();
        var forwarder = forwarder();
        consumer.beforePoll = () -> {
            if (!producer.history().isEmpty()) {
                forwarder.stop();
            }
        };

        // when
        forwarder.run();

        // then
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(cutShort).hasValue(1);
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer that does not survive an abort. */
    private static final class Broken extends MockProducer<byte[], byte[]> {
        Broken() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void abortTransaction() {
            throw new KafkaException("fatal");
        }
    }

    /** Has one due record at the partition's beginning, whenever it stands there, and another behind it where that has a time. */
    private static final class OneWaiting extends MockConsumer<byte[], byte[]> {
        Runnable beforePoll = () -> {};
        int unknownCommits;
        String due = "0";

        @Nullable
        String dueNext;

        long timestamp = NOW.toEpochMilli();

        OneWaiting() {
            super("earliest");
            updateBeginningOffsets(Map.of(WAITING, 0L));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            beforePoll.run();
            if (assignment().isEmpty()) {
                rebalance(Set.of(WAITING));
            }
            if (position(WAITING) == 0) {
                addRecord(waiting(0, due));
                if (dueNext != null) {
                    addRecord(waiting(1, dueNext));
                }
            }
            return super.poll(timeout);
        }

        private ConsumerRecord<byte[], byte[]> waiting(long offset, String due) {
            var headers = new RecordHeaders().add(FailureHeaders.DUE, due.getBytes(UTF_8));
            return new ConsumerRecord<>(
                    WAITING.topic(),
                    0,
                    offset,
                    timestamp,
                    TimestampType.CREATE_TIME,
                    1,
                    1,
                    new byte[] {'k'},
                    new byte[] {'v'},
                    headers,
                    Optional.empty());
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            if (unknownCommits > 0) {
                unknownCommits--;
                throw new TimeoutException("no answer");
            }
            return super.committed(partitions);
        }
    }
}
