package dev.sightline.index;

import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plays the role {@code index}: keeps an index up with the topics for as long as the service runs. */
@ApplicationScoped
public class IndexRole {
    private static final int CANNOT_START = 3;

    private volatile @Nullable LiveIndex index;

    void start(
            @Observes StartupEvent event,
            RoleSettings roles,
            IndexSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry registry) {
        if (!roles.roles().contains(Role.INDEX)) {
            return;
        }
        var live = new LiveIndex(new IndexTopics(kafka), settings, () -> Quarkus.asyncExit(CANNOT_START));
        Gauge.builder("index.lag", live, it -> it.progress().lag())
                .description("records that the topics have and the index has not; -1 while unknown")
                .register(registry);
        Gauge.builder("index.skipped", live, it -> it.progress().skipped())
                .description("records that said nothing readable, since the index was opened")
                .register(registry);
        live.start();
        index = live;
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        var live = index;
        if (live != null) {
            live.close();
        }
    }

    /** The index; empty where this process does not play the role. */
    public Optional<LiveIndex> index() {
        return Optional.ofNullable(index);
    }
}
