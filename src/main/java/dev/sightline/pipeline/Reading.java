package dev.sightline.pipeline;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.failure.CaptionFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record on a request topic turned out to be. */
sealed interface Reading {
    /**
     * A request, its defaults settled and only its unfinished tasks left.
     *
     * @param work        names what is to be done: the same for a record that is delivered again
     * @param request     what is asked
     * @param attempt     which attempt this is
     * @param traceparent of the event
     */
    record Asked(String work, CaptionRequest request, Attempt attempt, @Nullable String traceparent)
            implements Reading {}

    /** An image is to be forgotten, as far as it was requested up to then. */
    record Deleted(String imageId, Instant deletedAt) implements Reading {}

    /** Neither: nobody can work on this. */
    record Refused(CaptionFailure failure) implements Reading {}
}
