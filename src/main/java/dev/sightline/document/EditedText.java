package dev.sightline.document;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.event.CaptionEdited.Action;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.DocumentUpdated.Version;
import dev.sightline.event.TaskType;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a text; the latest decision of a task and language stands.
 *
 * @param editedAt when
 * @param eventId  the event that brought it
 * @param action   what was decided
 * @param text     the words; null in a revert
 * @param editor   who decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EditedText(
        Instant editedAt,
        String eventId,
        TaskType task,
        String language,
        Action action,
        @Nullable String text,
        @Nullable String editor)
        implements Statement<EditedText> {
    private static final Comparator<EditedText> ORDER =
            comparing(EditedText::editedAt).thenComparing(EditedText::eventId).thenComparing(EditedText::toString);

    @Override
    public Instant at() {
        return editedAt;
    }

    @Override
    public TaskLanguage group() {
        return new TaskLanguage(task, language);
    }

    /** Whether it stands above every generated text. */
    boolean stands() {
        return action != Action.REVERT;
    }

    /** Where the words come from. */
    Version version() {
        var origin = action == Action.ACCEPT ? Origin.ACCEPTED : Origin.EDITED;
        return new Version(eventId, origin, editedAt, null, editor, null, null);
    }

    @Override
    public int compareTo(EditedText other) {
        return ORDER.compare(this, other);
    }
}
