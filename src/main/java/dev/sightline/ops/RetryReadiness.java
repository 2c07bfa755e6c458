package dev.sightline.ops;

import dev.sightline.pipeline.RetryRole;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while requests that wait for another attempt are moved back when they are due. */
@Readiness
@ApplicationScoped
public class RetryReadiness implements HealthCheck {
    private final RetryRole retry;

    RetryReadiness(RetryRole retry) {
        this.retry = retry;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("retry").status(retry.ready()).build();
    }
}
