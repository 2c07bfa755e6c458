package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code dev.sightline.caption.edited.v1}: what a person decided about a text.
 *
 * @param imageId  the image
 * @param task     which of its texts
 * @param language BCP 47 tag of that text
 * @param text     the person's words, or those accepted; absent in a revert
 * @param action   what was decided
 * @param basedOn  event id of the text that the person saw
 * @param editor   who decided
 * @param editedAt orders decisions; defaults to the event's time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptionEdited(
        String imageId,
        TaskType task,
        String language,
        @Nullable String text,
        Action action,
        @Nullable String basedOn,
        @Nullable String editor,
        @Nullable Instant editedAt) {
    /** The event's type. */
    public static final String TYPE = "dev.sightline.caption.edited.v1";

    public CaptionEdited {
        ImageId.check(requireNonNull(imageId, "imageId"));
        requireNonNull(task, "task");
        requireNonNull(language, "language");
        if (requireNonNull(action, "action") != Action.REVERT && text == null) {
            throw new IllegalArgumentException("text is missing: only a revert has none");
        }
    }

    /** What a person can decide about a text. */
    public enum Action {
        /** Other words, which stand above every generated text. */
        EDIT,
        /** These words as they are, which from now on stand above every generated text. */
        ACCEPT,
        /** Back to the generated text. */
        REVERT;

        /** The name on the wire. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Action parse(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
