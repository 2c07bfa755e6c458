package dev.sightline.caption;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A handle on whatever the engine does for one task now, so that it can be told to stop. */
final class RunningGeneration {
    private @Nullable CompletableFuture<?> current;
    private boolean cancelled;

    /** The engine works on this now; it is cancelled at once where the task already was. */
    synchronized void is(CompletableFuture<?> generation) {
        current = generation;
        if (cancelled) {
            generation.cancel(false);
        }
    }

    /** Gives the slot back, now or as soon as there is one. */
    synchronized void cancel() {
        cancelled = true;
        if (current != null) {
            current.cancel(false);
        }
    }
}
