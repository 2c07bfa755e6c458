package dev.sightline.caption;

import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionFailure;
import org.jspecify.annotations.Nullable;

/** How one task of a request ended: with a text or with a failure, never with neither. */
public sealed interface TaskOutcome {
    /** The task within its request. */
    String taskId();

    /**
     * The task has its text.
     *
     * @param text      the text
     * @param embedding where its image lies, where there are towers
     */
    record Done(TextGenerated text, @Nullable ImageEmbedded embedding) implements TaskOutcome {
        /** A text of an image that was not placed. */
        public Done(TextGenerated text) {
            this(text, null);
        }

        @Override
        public String taskId() {
            return text.taskId();
        }
    }

    /**
     * The task has none.
     *
     * @param taskId  the task within its request
     * @param failure why
     * @param stage   the step that failed: {@code request, fetch, decode, encode, generate, gate}
     */
    record Failed(String taskId, CaptionFailure failure, String stage) implements TaskOutcome {}
}
