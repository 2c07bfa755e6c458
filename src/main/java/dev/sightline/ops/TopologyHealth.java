package dev.sightline.ops;

import dev.sightline.document.Documents;
import dev.sightline.intake.Intake;
import dev.sightline.streams.RunningTopology;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** The topologies of this process: alive unless one has ended, ready when each has its share of the work. */
@ApplicationScoped
public class TopologyHealth {
    private final Intake intake;
    private final Documents documents;

    TopologyHealth(Intake intake, Documents documents) {
        this.intake = intake;
        this.documents = documents;
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> response("topologies-alive", RunningTopology::alive);
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> response("topologies", RunningTopology::ready);
    }

    private HealthCheckResponse response(String name, Predicate<RunningTopology> fine) {
        var response = HealthCheckResponse.named(name).up();
        running().forEach(topology -> {
            response.withData(topology.name(), fine.test(topology));
            if (!fine.test(topology)) {
                response.down();
            }
        });
        return response.build();
    }

    private Stream<RunningTopology> running() {
        return Stream.of(intake.running(), documents.running()).flatMap(Optional::stream);
    }
}
