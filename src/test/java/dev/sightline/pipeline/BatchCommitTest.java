package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Lane;
import dev.sightline.event.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BatchCommitTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.REQUESTS, 0);
    private static final ConsumerGroupMetadata GROUP =
            new ConsumerGroupMetadata("sightline-live", 7, "me", Optional.empty());

    private final FussyCluster cluster = new FussyCluster();
    private final OutcomeRecords records =
            new OutcomeRecords("/test", new FakeCaptioner(), new RetryPolicy(List.of()), Clock.systemUTC());
    private final BatchCommit commit = new BatchCommit(Lane.LIVE, new OffsetTransaction(() -> cluster), records);

    @Test
    void aRecordThatIsRefusedTwiceInItsBatchIsDeadLetteredAndTheOthersAreCommitted() {
        // given
        var batch = batch("a", "poison", "c");
        var outcomes = outcomes(batch);
        for (var refusal = 0; refusal < 2; refusal++) {
            assertThatThrownBy(() -> commit.commit(batch, outcomes, GROUP)).isInstanceOf(InvalidRecordException.class);
        }

        // when
        commit.commit(batch, outcomes, GROUP);

        // then
        assertThat(cluster.history())
                .extracting(BatchCommitTest::summary)
                .containsExactly(
                        "sightline.captions a", "sightline.dead-letters publish_failed", "sightline.captions c");
        assertThat(cluster.consumerGroupOffsetsHistory())
                .extracting(offsets -> offsets.get("sightline-live").get(PARTITION))
                .extracting(OffsetAndMetadata::offset)
                .containsExactly(11L, 12L, 13L);
    }

    @Test
    void aClusterThatIsAwayForAWhileRefusesNothing() {
        // given
        var batch = batch("a", "b");
        cluster.away = true;
        for (var time = 0; time < 5; time++) {
            assertThatThrownBy(() -> commit.commit(batch, outcomes(batch), GROUP))
                    .isInstanceOf(TimeoutException.class);
        }

        // when
        cluster.away = false;
        commit.commit(batch, outcomes(batch), GROUP);

        // then
        assertThat(cluster.commitCount()).as("transactions").isEqualTo(1);
        assertThat(cluster.history()).hasSize(2);
    }

    private static String summary(ProducerRecord<byte[], byte[]> record) {
        var code = FailureHeaders.text(record.headers(), FailureHeaders.CODE);
        return record.topic() + " " + (code == null ? new String(record.value(), UTF_8) : code);
    }

    private static ConsumerRecords<byte[], byte[]> batch(String... values) {
        var records = IntStream.range(0, values.length)
                .mapToObj(
                        i -> new ConsumerRecord<>(Topics.REQUESTS, 0, 10L + i, new byte[0], values[i].getBytes(UTF_8)))
                .toList();
        return new ConsumerRecords<>(
                Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(10L + values.length)));
    }

    private static List<Outcome> outcomes(ConsumerRecords<byte[], byte[]> batch) {
        var outcomes = new ArrayList<Outcome>();
        batch.forEach(record ->
                outcomes.add(Outcome.of(record, new ProducerRecord<>(Topics.CAPTIONS, record.key(), record.value()))));
        return outcomes;
    }

    /** Refuses records that say so, and may be away. */
    private static final class FussyCluster extends MockProducer<byte[], byte[]> {
        private boolean away;

        FussyCluster() {
            super(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void initTransactions() {
            if (!transactionInitialized()) {
                super.initTransactions();
            }
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            KafkaException error = away
                    ? new TimeoutException("away")
                    : record.topic().equals(Topics.CAPTIONS) && new String(record.value(), UTF_8).equals("poison")
                            ? new InvalidRecordException("no")
                            : null;
            if (error != null) {
                throw error;
            }
            return super.send(record);
        }
    }
}
