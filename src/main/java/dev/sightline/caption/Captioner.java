package dev.sightline.caption;

import dev.sightline.event.TaskRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request in, one outcome a task out. */
public interface Captioner {
    /**
     * Does the request's tasks.
     *
     * @return the outcomes in the order of the tasks; completes exceptionally only through a defect of ours. Cancelling
     *     it gives the engine's slots back.
     */
    CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request);

    /**
     * The revision of the model that does a task, where one does; a dead letter names it.
     *
     * @param task null where a record could not be read: the model of tasks that name none
     */
    default Optional<String> modelRevision(@Nullable TaskRequest task) {
        return Optional.empty();
    }

    /** Whether it can caption: false once a network's thread broke, which only a new process mends. */
    default boolean alive() {
        return true;
    }
}
