package dev.sightline.pipeline;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.event.ImageDeleted;
import dev.sightline.failure.CaptionFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a record on a request topic turned out to be. */
sealed interface Reading {
    /** A request, its defaults settled and only its unfinished tasks left. */
    record Asked(CaptionRequest request, Attempt attempt, @Nullable String traceparent) implements Reading {}

    /** An image is to be forgotten. */
    record Deleted(ImageDeleted deletion, Instant deletedAt) implements Reading {}

    /** Neither: nobody can work on this. */
    record Refused(CaptionFailure failure) implements Reading {}
}
