package dev.sightline.pipeline;

import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import dev.sightline.event.TopicSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Runs a {@link RetryForwarder} beside the lanes, on a thread of its own. */
@ApplicationScoped
public class RetryRole {
    private static final String GROUP = "sightline-retry";
    private static final int SESSION_TIMEOUT_MS =
            6_000; // due requests shall not wait long for a dead forwarder's successor

    private static final int FORBIDDEN = 3; // cannot go on until an operator has granted what is missing

    private volatile @Nullable RetryForwarder forwarder;
    private @Nullable Thread thread;

    void start(
            @Observes StartupEvent event,
            RoleSettings roles,
            TopicSettings topics,
            TransactionalProducers producers,
            MeterRegistry registry,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        if (!roles.roles().contains(Role.CAPTION) || topics.retryDelays().isEmpty()) {
            return;
        }
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 3);
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var transaction = new OffsetTransaction(producers.of("retry"));
        var clock = Clock.systemUTC();
        var started = new RetryForwarder(
                consumer,
                transaction,
                topics.retryDelays(),
                clock,
                new PipelineMeters(registry, clock)::cutShort,
                () -> Quarkus.asyncExit(FORBIDDEN));
        forwarder = started;
        thread = new Thread(started, GROUP);
        thread.start();
    }

    /** Whether it runs, or need not. */
    public boolean ready() {
        var current = forwarder;
        return current == null || current.running();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        var current = forwarder;
        if (current != null && thread != null) {
            current.stop();
            thread.join();
        }
    }
}
