package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.index.IndexChange.Documented;
import dev.sightline.index.IndexChange.Embedded;
import dev.sightline.index.IndexChange.Undocumented;
import org.jspecify.annotations.Nullable;

/**
 * All that the index holds of one image: the latest that each of two topics says of it. Neither changes what the other
 * says, so the outcome is the same in whatever order the topics are read.
 *
 * @param entry     from its document; without one the image is not found
 * @param embedding where it lies, where that is known
 */
record IndexedImage(@Nullable ImageEntry entry, @Nullable ImageEmbedded embedding) {
    static final IndexedImage UNKNOWN = new IndexedImage(null, null);

    /** What is held after the change. */
    IndexedImage after(IndexChange change) {
        if (change instanceof Documented documented) {
            return new IndexedImage(documented.entry(), embedding);
        }
        if (change instanceof Undocumented) {
            return new IndexedImage(null, embedding);
        }
        if (change instanceof Embedded placed) {
            return new IndexedImage(entry, placed.embedding());
        }
        return new IndexedImage(entry, null);
    }

    boolean isUnknown() {
        return entry == null && embedding == null;
    }
}
