package dev.sightline.pipeline;

import dev.sightline.caption.Captioner;
import dev.sightline.event.Lane;
import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import dev.sightline.event.TopicSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Plumbing: binds the lanes' channels to a {@link LaneWorker} a copy. */
@ApplicationScoped
public class RequestChannels {
    private static final int FORBIDDEN = 3; // cannot start, or go on, until an operator has granted what is missing
    private static final DeletionHook NOTHING_KEPT = (imageId, deletedAt) -> CompletableFuture.completedFuture(null);

    private final Map<String, LaneWorker> workers = new HashMap<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final KafkaClientService clients;
    private @Nullable WorkJournal journal;

    RequestChannels(KafkaClientService clients) {
        this.clients = clients;
    }

    // before the channels start: the producers take back what a killed process left open
    void start(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            RoleSettings roles,
            PipelineSettings settings,
            TopicSettings topics,
            Instance<Captioner> captioner,
            Instance<DeletionHook> deletions,
            TransactionalProducers producers,
            @Identifier(BatchesInWork.LISTENER) BatchesInWork inWork,
            MeterRegistry registry) {
        if (!roles.roles().contains(Role.CAPTION)) {
            return;
        }
        var clock = Clock.systemUTC();
        var meters = new PipelineMeters(registry, clock);
        var records =
                new OutcomeRecords(settings.source(), captioner.get(), new RetryPolicy(topics.retryDelays()), clock);
        journal = WorkJournal.open(settings.data().resolve("journal"));
        var inference = new BatchInference(
                new RequestWork(captioner.get(), settings.imageBudget(), executor, clock),
                new FinishedWork(settings.uncommittedResults(), meters::recomputed),
                journal,
                records,
                deletions.isResolvable() ? deletions.get() : NOTHING_KEPT);
        for (var lane : Lane.values()) {
            for (var copy = 1; copy <= settings.consumers(); copy++) {
                var name = LaneChannels.channel(lane) + (settings.consumers() == 1 ? "" : "$" + copy);
                var transaction = new OffsetTransaction(producers.of(lane, copy));
                var commit = new BatchCommit(lane, transaction, records);
                workers.put(
                        name,
                        new LaneWorker(
                                lane,
                                name,
                                inference,
                                commit,
                                inWork,
                                meters,
                                executor,
                                () -> Quarkus.asyncExit(FORBIDDEN)));
            }
        }
    }

    @Incoming("live")
    Uni<Void> live(ConsumerRecords<byte[], byte[]> records, IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch) {
        return process(records, batch);
    }

    @Incoming("bulk")
    Uni<Void> bulk(ConsumerRecords<byte[], byte[]> records, IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch) {
        return process(records, batch);
    }

    private Uni<Void> process(
            ConsumerRecords<byte[], byte[]> records, IncomingKafkaRecordBatchMetadata<byte[], byte[]> batch) {
        return workers.get(batch.getChannel()).process(records, batch, clients.getConsumer(batch.getChannel()));
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
        workers.values().forEach(LaneWorker::close);
        if (journal != null) {
            journal.close();
        }
    }
}
