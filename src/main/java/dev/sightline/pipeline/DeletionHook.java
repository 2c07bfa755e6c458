package dev.sightline.pipeline;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Removes what is kept of an image; told of every deletion at least once, before its offset is committed. */
public interface DeletionHook {
    /** Completes when nothing requested up to then is left; doing it twice is harmless. A failure has it tried again later. */
    CompletableFuture<Void> delete(String imageId, Instant deletedAt);
}
