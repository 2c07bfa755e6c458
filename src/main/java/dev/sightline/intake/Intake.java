package dev.sightline.intake;

import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import dev.sightline.event.TopicSettings;
import dev.sightline.streams.RunningTopology;
import dev.sightline.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The topology of the role {@code intake} at work. */
@ApplicationScoped
public class Intake {
    /** Its application id. */
    public static final String APPLICATION_ID = "sightline-intake";

    private volatile @Nullable RunningTopology topology;

    void start(
            @Observes StartupEvent event,
            RoleSettings roles,
            IntakeSettings intake,
            TopicSettings topics,
            StreamsSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry registry) {
        if (roles.roles().contains(Role.INTAKE)) {
            var built = IntakeTopology.build(rules(intake.rules()), topics.partitions(), intake.memory());
            topology = RunningTopology.start(APPLICATION_ID, built, kafka, settings, registry);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        var running = topology;
        if (running != null) {
            running.close();
        }
    }

    /** The topology at work; empty where this process does not play the role. */
    public Optional<RunningTopology> running() {
        return Optional.ofNullable(topology);
    }

    static IntakeRules rules(Optional<Path> file) {
        try {
            return file.isPresent() ? IntakeRules.load(file.get()) : IntakeRules.shipped();
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("sightline.intake.rules names " + e.getFile() + ", which is not there", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the rules of sightline.intake.rules"
                            + file.map(path -> ", " + path + ",").orElse("") + " cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
