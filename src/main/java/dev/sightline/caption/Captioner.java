package dev.sightline.caption;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request in, one outcome a task out. */
public interface Captioner {
    /**
     * Does the request's tasks.
     *
     * @return the outcomes in the order of the tasks; completes exceptionally only through a defect of ours. Cancelling
     *     it gives the engine's slots back.
     */
    CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request);

    /** The revision of the model that does the work, where one does; a dead letter names it. */
    default Optional<String> modelRevision() {
        return Optional.empty();
    }
}
