package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code dev.sightline.document.updated.v1}: all that is known of one image, at most 64 KiB of it.
 *
 * @param imageId     the image
 * @param image       its address, without what is secret in it, and its name; absent when only edits are known, or none
 * @param imageSha256 hash of the image's bytes; names it in the store
 * @param state       how far the tasks last asked for have come
 * @param code        why they failed; absent unless they did
 * @param requestedAt when they were asked for
 * @param tasks       the tasks last asked for
 * @param texts       the winning text of each task and language
 * @param answers     the latest 20, one a question, the newest first
 * @param deletedAt   set when the image is gone: nothing else is known then, and a tombstone follows after 7 days
 * @param updatedAt   the latest time that anything said here carries
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentUpdated(
        String imageId,
        TextGenerated.@Nullable ImageName image,
        @Nullable String imageSha256,
        State state,
        @Nullable String code,
        @Nullable Instant requestedAt,
        List<Asked> tasks,
        List<Text> texts,
        List<Answer> answers,
        @Nullable Instant deletedAt,
        Instant updatedAt) {
    /** The event's type. */
    public static final String TYPE = "dev.sightline.document.updated.v1";
    /** The largest document. */
    public static final int MAX_BYTES = 64 * 1024;

    public DocumentUpdated {
        tasks = List.copyOf(tasks);
        texts = List.copyOf(texts);
        answers = List.copyOf(answers);
    }

    /** Whether this is the mark that an image was deleted. */
    public boolean deleted() {
        return deletedAt != null;
    }

    /** How far a task has come, or all of them: the worst of theirs. */
    public enum State {
        NOT_PROCESSED,
        PROCESSED,
        /** The right text is none: the image is decoration. */
        EMPTY_BY_DECISION,
        FAILED;

        /** The name on the wire. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static State parse(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** A task that was asked for, how far it has come, and the failure's code where it failed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Asked(
            String taskId,
            String type,
            @Nullable String question,
            @Nullable String language,
            State state,
            @Nullable String code) {}

    /**
     * The winning text of a task and language, and at most 3 earlier ones, the newest first.
     *
     * @param text    the words; empty when the right text is none
     * @param version where the words come from
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Text(TaskType task, String language, String text, Version version, List<Earlier> earlier) {
        public Text {
            earlier = List.copyOf(earlier);
        }
    }

    /** A text that another one stands above. */
    public record Earlier(String text, Version version) {}

    /** An answer to a question; the question is absent where its event did not say it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(@Nullable String question, String language, String text, Version version) {}

    /**
     * Where a text comes from.
     *
     * @param eventId the event that brought it
     * @param origin  a model, or a person who wrote or accepted it
     * @param at      when it was asked for, or decided
     * @param model   the model that wrote it
     * @param editor  the person who decided
     * @param logprob mean log-probability of its tokens, so that editors can sort by doubt
     * @param alt     the alt decision
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(
            String eventId,
            Origin origin,
            Instant at,
            TextGenerated.@Nullable Model model,
            @Nullable String editor,
            @Nullable Double logprob,
            TextGenerated.@Nullable Alt alt) {}

    /** Who has the last word on a text. */
    public enum Origin {
        GENERATED,
        EDITED,
        ACCEPTED;

        /** The name on the wire. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Origin parse(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
