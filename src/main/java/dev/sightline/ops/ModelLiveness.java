package dev.sightline.ops;

import dev.sightline.caption.Captioner;
import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down once the model broke in a way that only a new process mends; a model that is still loading is alive. */
@Liveness
@ApplicationScoped
public class ModelLiveness implements HealthCheck {
    private final WarmUp warmUp;
    private final RoleSettings roles;
    private final Instance<Captioner> captioner;

    ModelLiveness(WarmUp warmUp, RoleSettings roles, Instance<Captioner> captioner) {
        this.warmUp = warmUp;
        this.roles = roles;
        this.captioner = captioner;
    }

    @Override
    public HealthCheckResponse call() {
        boolean needed = roles.roles().contains(Role.CAPTION) && warmUp.done();
        return HealthCheckResponse.named("model-alive")
                .status(!needed || captioner.get().alive())
                .build();
    }
}
