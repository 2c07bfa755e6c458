package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RetryForwarderTest {
    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final TopicPartition WAITING = new TopicPartition(Topics.retry(DELAY), 0);

    private final AtomicInteger forbidden = new AtomicInteger();
    private final Queue<Producer<byte[], byte[]>> producers = new ArrayDeque<>();
    private final OneWaiting consumer = new OneWaiting();

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
                Clock.systemUTC(),
                forbidden::incrementAndGet);
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

    /** Has one due record at the partition's beginning, whenever it stands there. */
    private static final class OneWaiting extends MockConsumer<byte[], byte[]> {
        Runnable beforePoll = () -> {};
        int unknownCommits;

        OneWaiting() {
            super("earliest");
            updateBeginningOffsets(Map.of(WAITING, 0L));
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            beforePoll.run();
            if (assignment().isEmpty()) {
                rebalance(Set.of(WAITING));
            }
            if (position(WAITING) == 0) {
                addRecord(new ConsumerRecord<>(WAITING.topic(), 0, 0, new byte[] {'k'}, new byte[] {'v'}));
            }
            return super.poll(timeout);
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            if (unknownCommits > 0) {
                unknownCommits--;
                throw new TimeoutException("no answer");
            }
            return super.committed(partitions);
        }
    }
}
