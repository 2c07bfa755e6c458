package dev.sightline.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Up once the model has written its first text; tells both that the service has started and that it is ready. */
@Startup
@Readiness
@ApplicationScoped
public class ModelReadiness implements HealthCheck {
    private final WarmUp warmUp;

    ModelReadiness(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model").status(warmUp.done()).build();
    }
}
