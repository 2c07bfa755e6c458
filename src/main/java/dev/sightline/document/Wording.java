package dev.sightline.document;

import static java.util.Objects.requireNonNullElse;

import dev.sightline.event.CaptionEdited;
import dev.sightline.event.ImageId;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The words of results and edits, as far as documents remember them. */
final class Wording {
    private Wording() {}

    static Arrival of(String eventId, TextGenerated text) {
        var imageId = ImageId.check(present("imageId", text.imageId()));
        var model = present("model", text.model());
        var replay = text.replay();
        var generated = new GeneratedText(
                new RequestKey(
                        present("requestedAt", text.requestedAt()),
                        replay == null ? null : replay.startedAt(),
                        Limits.id(present("requestId", text.requestId()))),
                present("generatedAt", text.generatedAt()),
                Limits.id(eventId),
                Limits.id(present("taskId", text.taskId())),
                present("task", text.task()),
                Limits.id(present("language", text.language())),
                Limits.id(
                        present("prompt.hash", present("prompt", text.prompt()).hash())),
                text.question() == null ? null : Limits.question(text.question()),
                Limits.text(present("text", text.text())),
                Limits.name(present("image", text.image())),
                Limits.id(present("imageSha256", text.imageSha256())),
                new TextGenerated.Model(
                        Limits.id(present("model.id", model.id())),
                        Limits.id(present("model.revision", model.revision()))),
                text.logprob(),
                alt(text.alt()));
        return new Arrival.Understood(
                imageId,
                text.task() == TaskType.ANSWER ? ImageHistory.ofAnswer(generated) : ImageHistory.ofText(generated));
    }

    static Arrival of(String eventId, CaptionEdited edit, Instant time) {
        var words = edit.action() == CaptionEdited.Action.REVERT ? null : edit.text();
        if (words != null && JsonLength.of(words) > Limits.TEXT) {
            throw new IllegalArgumentException("text is longer than " + Limits.TEXT + " bytes");
        }
        return new Arrival.Understood(
                edit.imageId(),
                ImageHistory.of(new EditedText(
                        requireNonNullElse(edit.editedAt(), time),
                        Limits.id(eventId),
                        edit.task(),
                        Limits.id(edit.language()),
                        edit.action(),
                        words,
                        edit.editor() == null ? null : Limits.id(edit.editor()))));
    }

    private static TextGenerated.@Nullable Alt alt(TextGenerated.@Nullable Alt alt) {
        return alt == null
                ? null
                : new TextGenerated.Alt(
                        Limits.id(present("alt.decision", alt.decision())),
                        alt.longDescription() == null ? null : Limits.question(alt.longDescription()));
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
