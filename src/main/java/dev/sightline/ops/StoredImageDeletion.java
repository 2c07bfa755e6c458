package dev.sightline.ops;

import dev.sightline.pipeline.DeletionHook;
import dev.sightline.storage.ImageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Takes a deleted image's claims in the store back, and with them what no other image holds. */
@ApplicationScoped
public class StoredImageDeletion implements DeletionHook {
    private final ImageStore store;

    StoredImageDeletion(ImageStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<Void> delete(String imageId, Instant deletedAt) {
        return CompletableFuture.runAsync(() -> {
            try {
                store.release(imageId, deletedAt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
