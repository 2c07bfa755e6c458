package dev.sightline.storage;

import java.io.IOException;

/**
 * How many bytes the store holds, measured when first needed and kept up by what this process writes and removes.
 *
 * <p>Other processes write too: before it refuses anything it measures again.
 */
final class StoredVolume {
    private final StoredObjects objects;
    private final long limit;
    private long held = -1;

    StoredVolume(StoredObjects objects, long limit) {
        this.objects = objects;
        this.limit = limit;
    }

    /** Makes room for so many bytes or throws; the caller then writes them. */
    synchronized void reserve(long bytes) throws IOException {
        if (limit == Long.MAX_VALUE) {
            return;
        }
        if (held < 0 || held > limit - bytes) {
            held = objects.volume(StoreLayout.IMAGES) + objects.volume(StoreLayout.THUMBNAILS);
        }
        if (held > limit - bytes) {
            throw new StoreFullException(held, bytes, limit);
        }
        held += bytes;
    }

    /** So many bytes are gone, or were not written after all. */
    synchronized void giveBack(long bytes) {
        if (held >= 0) {
            held = Math.max(0, held - bytes);
        }
    }
}
