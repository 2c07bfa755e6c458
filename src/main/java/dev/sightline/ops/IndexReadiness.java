package dev.sightline.ops;

import dev.sightline.index.IndexRole;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up once the index has had all that its topics hold, and always where this process keeps none. */
@Readiness
@ApplicationScoped
public class IndexReadiness implements HealthCheck {
    private final IndexRole role;

    IndexReadiness(IndexRole role) {
        this.role = role;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("index");
        var index = role.index();
        if (index.isEmpty()) {
            return response.up().withData("role", "absent").build();
        }
        var progress = index.get().progress();
        return response.status(progress.open() && progress.caughtUp())
                .withData("lag", progress.lag())
                .withData("skipped", progress.skipped())
                .build();
    }
}
