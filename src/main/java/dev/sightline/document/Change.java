package dev.sightline.document;

import dev.sightline.event.DocumentUpdated;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an arrival did to an image's document.
 *
 * @param kind     what arrived, as it is counted
 * @param document the document from now on; null where there is none any more, or nothing changed
 */
record Change(Kind kind, @Nullable DocumentUpdated document) {
    /** What is counted. */
    enum Kind {
        REQUESTED,
        FAILED,
        CAPTIONED,
        ANSWERED,
        EDITED,
        DELETED,
        /** Nothing new: said before, deleted already, or pushed down by what is known. */
        WITHOUT_NEWS,
        /** A deletion's mark was old enough to go. */
        FORGOTTEN;

        /** What an arrival is counted as. */
        static Kind of(ImageHistory arrival) {
            if (arrival.deletedAt() != null) {
                return DELETED;
            }
            if (!arrival.edits().isEmpty()) {
                return EDITED;
            }
            if (!arrival.answers().isEmpty()) {
                return ANSWERED;
            }
            if (!arrival.texts().isEmpty()) {
                return CAPTIONED;
            }
            var asked = arrival.asked();
            return asked == null || asked.failed().isEmpty() ? REQUESTED : FAILED;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether readers of the topic of documents need to know. */
    boolean news() {
        return kind != Kind.WITHOUT_NEWS;
    }
}
