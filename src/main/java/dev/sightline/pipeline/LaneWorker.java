package dev.sightline.pipeline;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.sightline.event.Lane;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One copy of a lane's channel: infers a batch, then commits it.
 *
 * <p>What it returns never fails: SmallRye would end the stream or skip the batch. Instead every failure puts the consumer
 * back to its last committed positions before the next batch is taken.
 */
final class LaneWorker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneWorker.class);
    private static final Duration RESET_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_RESET_PAUSE = Duration.ofSeconds(5);

    private final Lane lane;
    private final BatchInference inference;
    private final OffsetTransaction transaction;
    private final PipelineMeters meters;
    private final Executor executor;

    LaneWorker(
            Lane lane,
            BatchInference inference,
            OffsetTransaction transaction,
            PipelineMeters meters,
            Executor executor) {
        this.lane = lane;
        this.inference = inference;
        this.transaction = transaction;
        this.meters = meters;
        this.executor = executor;
    }

    Uni<Void> process(
            ConsumerRecords<byte[], byte[]> records,
            IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch,
            KafkaConsumer<byte[], byte[]> consumer) {
        return Uni.createFrom()
                .completionStage(() -> CompletableFuture.supplyAsync(() -> inference.infer(records, lane), executor)
                        .thenCompose(inferring -> inferring))
                .chain(outcomes -> consumer.consumerGroupMetadata()
                        .emitOn(executor)
                        .invoke(group -> commit(outcomes, batch, group))
                        .invoke(() -> meters.committed(lane, outcomes)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> goBack(failure, consumer));
    }

    private void commit(
            List<Outcome> outcomes,
            IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch,
            ConsumerGroupMetadata group) {
        var records =
                outcomes.stream().flatMap(outcome -> outcome.toSend().stream()).toList();
        var polled = new ConsumerGroupMetadata(
                group.groupId(), batch.getConsumerGroupGenerationId(), group.memberId(), group.groupInstanceId());
        transaction.commit(records, offsets(batch.getRecords()), polled);
    }

    // the offset after the last record of each partition
    private static Map<TopicPartition, OffsetAndMetadata> offsets(ConsumerRecords<byte[], byte[]> records) {
        return records.partitions().stream()
                .collect(toMap(
                        identity(),
                        partition -> new OffsetAndMetadata(
                                last(records.records(partition)).offset() + 1)));
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private Uni<Void> goBack(Throwable failure, KafkaConsumer<byte[], byte[]> consumer) {
        LOG.warnf(failure, "a batch was not committed and is done again lane=%s", lane);
        return consumer.resetToLastCommittedPositions()
                .onFailure()
                .retry()
                .withBackOff(RESET_PAUSE, MAX_RESET_PAUSE)
                .indefinitely();
    }

    @Override
    public void close() {
        transaction.close();
    }
}
