package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;

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

    /** It has no document any more: it was deleted. */
    record Undocumented(String imageId) implements IndexChange {}

    /** It lies here. */
    record Embedded(ImageEmbedded embedding) implements IndexChange {
        @Override
        public String imageId() {
            return embedding.imageId();
        }
    }

    /** Nothing says any more where it lies. */
    record Unembedded(String imageId) implements IndexChange {}
}
