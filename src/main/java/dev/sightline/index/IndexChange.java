package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one record of the topics says about one image. */
public sealed interface IndexChange {
    /** The image. */
    String imageId();

    /** Its document is now this. */
    record Documented(ImageEntry entry) implements IndexChange {
        @Override
        public String imageId() {
            return entry.imageId();
        }
    }

    /**
     * It has no document any more.
     *
     * @param deletedAt when it was deleted, or null where nothing is left of it on its topic
     */
    record Undocumented(String imageId, @Nullable Instant deletedAt) implements IndexChange {}

    /** It lies here, as found at that time. */
    record Embedded(ImageEmbedded embedding, Instant at) implements IndexChange {
        @Override
        public String imageId() {
            return embedding.imageId();
        }
    }

    /** Nothing says any more where it lies. */
    record Unembedded(String imageId) implements IndexChange {}
}
