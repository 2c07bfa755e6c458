package dev.sightline.document;

import static dev.sightline.event.DocumentUpdated.State.EMPTY_BY_DECISION;
import static dev.sightline.event.DocumentUpdated.State.FAILED;
import static dev.sightline.event.DocumentUpdated.State.NOT_PROCESSED;
import static dev.sightline.event.DocumentUpdated.State.PROCESSED;
import static java.util.Objects.requireNonNull;

import dev.sightline.event.DocumentUpdated.Asked;
import dev.sightline.event.DocumentUpdated.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far the tasks last asked for have come. A text settles a task, whatever failed before or beside it. */
final class TaskStates {
    private final ImageHistory history;
    private final AskedRequest asked;

    private TaskStates(ImageHistory history, AskedRequest asked) {
        this.history = history;
        this.asked = asked;
    }

    /** The tasks last asked for, in their order; none where no request is known. */
    static List<Asked> of(ImageHistory history) {
        var asked = history.asked();
        if (asked == null) {
            return List.of();
        }
        var states = new TaskStates(history, asked);
        return asked.tasks().stream().map(states::state).toList();
    }

    /** The worst of the tasks' states; where no request is known, what the texts alone say. */
    static State overall(List<Asked> tasks, ImageHistory history) {
        var states = tasks.isEmpty()
                ? written(history).map(TaskStates::state).toList()
                : tasks.stream().map(Asked::state).toList();
        return Stream.of(FAILED, NOT_PROCESSED, PROCESSED, EMPTY_BY_DECISION)
                .filter(states::contains)
                .findFirst()
                .orElse(history.standing().isEmpty() ? NOT_PROCESSED : PROCESSED);
    }

    private Asked state(AskedTask task) {
        var code = asked.failed().get(task.taskId());
        var settled = settled(task);
        var state = settled.orElse(code == null ? NOT_PROCESSED : FAILED);
        return new Asked(
                task.taskId(), task.type(), task.question(), task.language(), state, state == FAILED ? code : null);
    }

    private Optional<State> settled(AskedTask task) {
        var edited = history.standing().values().stream()
                .filter(edit -> fits(task, edit.task().wireName(), edit.language()))
                .map(edit -> state(requireNonNull(edit.text())));
        var generated = written(history)
                .filter(text -> fits(task, text.task().wireName(), text.language()))
                .filter(text -> answers(task, text))
                .filter(text -> isOfThisRequestOrLater(text.request()))
                .map(TaskStates::state);
        return Stream.concat(edited, generated).findFirst();
    }

    private boolean isOfThisRequestOrLater(RequestKey key) {
        return key.requestId().equals(asked.key().requestId()) || key.compareTo(asked.key()) > 0;
    }

    private static boolean fits(AskedTask task, String type, String language) {
        return task.type().equals(type)
                && (task.language() == null || task.language().equals(language));
    }

    // of a conversation only the request itself says which answer is its own
    private boolean answers(AskedTask task, GeneratedText text) {
        return task.question() == null
                || (text.taskId().equals(task.taskId())
                        && text.request().requestId().equals(asked.key().requestId()))
                || text.promptHash().equals(task.promptHash());
    }

    private static Stream<GeneratedText> written(ImageHistory history) {
        return Stream.concat(history.texts().stream(), history.answers().stream());
    }

    private static State state(GeneratedText text) {
        return state(text.text());
    }

    private static State state(String text) {
        return text.isEmpty() ? EMPTY_BY_DECISION : PROCESSED;
    }
}
