package dev.sightline.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one image: the state behind its document.
 *
 * <p>Histories form a join-semilattice. Every event about an image is itself a small history, {@link #merge} is the only
 * way to combine them, and it is commutative, associative and idempotent; so one set of events makes one document in
 * whatever order, however often and in whatever groups they arrive. Memory is bounded by keeping greatest keys alone.
 *
 * @param deletedAt what was asked for or decided up to then is gone
 * @param asked     the tasks last asked for
 * @param texts     generated texts, the greatest first
 * @param answers   generated answers, the greatest first, one a question
 * @param edits     what people decided, the latest first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ImageHistory(
        @Nullable Instant deletedAt,
        @Nullable AskedRequest asked,
        List<GeneratedText> texts,
        List<GeneratedText> answers,
        List<EditedText> edits) {
    /** Nothing is known. */
    static final ImageHistory NONE = new ImageHistory(null, null, List.of(), List.of(), List.of());

    private static final int WINNER_AND_EARLIER = 4;
    private static final Greatest TEXTS = new Greatest(WINNER_AND_EARLIER, 48);
    private static final Greatest ANSWERS = new Greatest(1, 20);
    private static final Greatest EDITS = new Greatest(WINNER_AND_EARLIER, 24);

    ImageHistory {
        texts = texts == null ? List.of() : List.copyOf(texts);
        answers = answers == null ? List.of() : List.copyOf(answers);
        edits = edits == null ? List.of() : List.copyOf(edits);
    }

    static ImageHistory of(AskedRequest asked) {
        return new ImageHistory(null, asked, List.of(), List.of(), List.of());
    }

    static ImageHistory ofText(GeneratedText text) {
        return new ImageHistory(null, null, List.of(text), List.of(), List.of());
    }

    static ImageHistory ofAnswer(GeneratedText answer) {
        return new ImageHistory(null, null, List.of(), List.of(answer), List.of());
    }

    static ImageHistory of(EditedText edit) {
        return new ImageHistory(null, null, List.of(), List.of(), List.of(edit));
    }

    static ImageHistory ofDeletion(Instant deletedAt) {
        return new ImageHistory(deletedAt, null, List.of(), List.of(), List.of());
    }

    /** All that both remember, a deletion in either taking from both. */
    ImageHistory merge(ImageHistory other) {
        var deletion = later(deletedAt, other.deletedAt);
        return new ImageHistory(
                deletion,
                AskedRequest.latest(after(deletion, asked), after(deletion, other.asked)),
                TEXTS.of(after(deletion, texts), after(deletion, other.texts)),
                ANSWERS.of(after(deletion, answers), after(deletion, other.answers)),
                EDITS.of(after(deletion, edits), after(deletion, other.edits)));
    }

    /** Whether nothing is left but, perhaps, the memory of a deletion. */
    boolean forgotten() {
        return asked == null && texts.isEmpty() && answers.isEmpty() && edits.isEmpty();
    }

    /** The decisions that stand above every generated text: the latest of each task and language, unless a revert. */
    Map<TaskLanguage, EditedText> standing() {
        var latest = new TreeMap<TaskLanguage, EditedText>();
        edits.forEach(edit -> latest.putIfAbsent(edit.group(), edit));
        latest.values().removeIf(edit -> !edit.stands());
        return latest;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable AskedRequest after(@Nullable Instant deletion, @Nullable AskedRequest asked) {
        return asked == null || deletion == null || asked.key().requestedAt().isAfter(deletion) ? asked : null;
    }

    private static <T extends Statement<T>> List<T> after(@Nullable Instant deletion, List<T> statements) {
        return deletion == null
                ? statements
                : statements.stream()
                        .filter(statement -> statement.at().isAfter(deletion))
                        .toList();
    }
}
