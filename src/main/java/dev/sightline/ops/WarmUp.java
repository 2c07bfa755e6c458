package dev.sightline.ops;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Runs one small drawn image through the model at the start, so that the first real one does not pay for loading it, and
 * so that readiness says what it promises. A model that cannot do this ends the process with 3.
 */
@ApplicationScoped
public class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    /** The request that nobody sent; nothing is kept of it. */
    static final String REQUEST_ID = "warm-up";

    private static final int CANNOT_START = 3;
    // 8 by 8 pixels of one grey, PNG
    private static final String IMAGE = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII=";

    private volatile boolean done;

    void start(@Observes StartupEvent event, RoleSettings roles, Instance<Captioner> captioner) {
        if (!roles.roles().contains(Role.CAPTION)) {
            done = true;
            return;
        }
        var thread = new Thread(() -> run(captioner), "sightline-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the model has written its first text, or is not needed here. */
    public boolean done() {
        return done;
    }

    private void run(Instance<Captioner> captioner) {
        try {
            var outcome = captioner.get().caption(request()).join().get(0);
            if (outcome instanceof TaskOutcome.Failed failed) {
                LOG.errorf("the model cannot caption: %s", failed.failure().message());
                Quarkus.asyncExit(CANNOT_START);
                return;
            }
            done = true;
            System.gc(); // what starting up left behind would keep its memory for as long as the process lives
        } catch (RuntimeException e) {
            LOG.error("the model cannot caption", e);
            Quarkus.asyncExit(CANNOT_START);
        }
    }

    private static CaptionRequest request() {
        var task = new TaskRequest(
                "warm-up",
                TaskType.CAPTION.wireName(),
                null,
                null,
                null,
                null,
                null,
                GenerationParameters.ofMaxNewTokens(1),
                null);
        return new CaptionRequest(
                REQUEST_ID,
                null,
                new ImageReference(IMAGE, "warm-up", null, null),
                List.of(task),
                Lane.LIVE,
                Instant.now(),
                null,
                null);
    }
}
