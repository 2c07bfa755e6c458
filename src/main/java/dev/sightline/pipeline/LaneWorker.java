package dev.sightline.pipeline;

import dev.sightline.event.Lane;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    private final String copy;
    private final BatchInference inference;
    private final BatchCommit commit;
    private final BatchesInWork inWork;
    private final PipelineMeters meters;
    private final Executor executor;
    private final Runnable forbidden;

    /**
     * @param lane      what it works on
     * @param copy      the channel's name, unique within this process
     * @param executor  runs inference and commits; each blocks a thread
     * @param forbidden called when the cluster denies us what we need
     */
    LaneWorker(
            Lane lane,
            String copy,
            BatchInference inference,
            BatchCommit commit,
            BatchesInWork inWork,
            PipelineMeters meters,
            Executor executor,
            Runnable forbidden) {
        this.lane = lane;
        this.copy = copy;
        this.inference = inference;
        this.commit = commit;
        this.inWork = inWork;
        this.meters = meters;
        this.executor = executor;
        this.forbidden = forbidden;
    }

    Uni<Void> process(
            ConsumerRecords<byte[], byte[]> records,
            IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch,
            KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.consumerGroupMetadata()
                .chain(group -> work(records, asPolled(group, batch)))
                .onFailure()
                .recoverWithUni(failure -> goBack(failure, consumer));
    }

    private Uni<Void> work(ConsumerRecords<byte[], byte[]> records, ConsumerGroupMetadata group) {
        var done = inWork.begin(group.memberId());
        return Uni.createFrom()
                .item(() -> inference.infer(records, lane, copy))
                .invoke(outcomes -> finish(records, outcomes, group))
                .runSubscriptionOn(executor)
                .onTermination()
                .invoke(done)
                .replaceWithVoid();
    }

    private void finish(ConsumerRecords<byte[], byte[]> records, List<Outcome> outcomes, ConsumerGroupMetadata group) {
        commit.commit(records, outcomes, group);
        inference.committed(copy, outcomes);
        meters.committed(lane, outcomes);
    }

    // a consumer that has lost its partitions since the poll must not commit for their new owner
    private static ConsumerGroupMetadata asPolled(
            ConsumerGroupMetadata group, IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch) {
        return new ConsumerGroupMetadata(
                group.groupId(), batch.getConsumerGroupGenerationId(), group.memberId(), group.groupInstanceId());
    }

    private Uni<Void> goBack(Throwable failure, KafkaConsumer<byte[], byte[]> consumer) {
        var why = CommitFailure.of(failure);
        if (why == CommitFailure.MOVED) {
            LOG.infof("a batch has moved to another consumer copy=%s", copy);
        } else {
            LOG.warnf(failure, "a batch was not committed and is done again copy=%s reason=%s", copy, why);
        }
        if (why == CommitFailure.FORBIDDEN) {
            forbidden.run();
        }
        return consumer.resetToLastCommittedPositions()
                .onFailure()
                .retry()
                .withBackOff(RESET_PAUSE, MAX_RESET_PAUSE)
                .indefinitely();
    }

    @Override
    public void close() {
        commit.close();
    }
}
