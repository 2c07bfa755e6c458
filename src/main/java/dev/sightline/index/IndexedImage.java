package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.index.IndexChange.Documented;
import dev.sightline.index.IndexChange.Embedded;
import dev.sightline.index.IndexChange.Undocumented;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the index holds of one image: what two topics say of it, in whatever order they are read.
 *
 * @param entry     from its document; without one the image is not found
 * @param embedding where it lies, where that is known
 */
record IndexedImage(@Nullable ImageEntry entry, @Nullable Placed embedding) {
    static final IndexedImage UNKNOWN = new IndexedImage(null, null);

    /** An embedding and the time it was made. */
    record Placed(ImageEmbedded embedding, Instant at) {}

    /** What is held after the change. */
    IndexedImage after(IndexChange change) {
        if (change instanceof Documented documented) {
            return new IndexedImage(documented.entry(), embedding);
        }
        if (change instanceof Undocumented gone) {
            // a deletion takes the embedding along, but not one of the image submitted anew since
            return new IndexedImage(null, outlives(gone.deletedAt()) ? embedding : null);
        }
        if (change instanceof Embedded placed) {
            return new IndexedImage(entry, new Placed(placed.embedding(), placed.at()));
        }
        return new IndexedImage(entry, null);
    }

    boolean isUnknown() {
        return entry == null && embedding == null;
    }

    private boolean outlives(@Nullable Instant deletedAt) {
        return deletedAt != null && embedding != null && embedding.at().isAfter(deletedAt);
    }
}
