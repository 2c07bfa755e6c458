package dev.sightline.pipeline;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.TaskIds;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * Which attempt at a request a record is.
 *
 * @param number  1 for the first
 * @param taskIds the tasks still unfinished; empty stands for all of them
 */
record Attempt(int number, Set<String> taskIds) {
    static final Attempt FIRST = new Attempt(1, Set.of());

    Attempt {
        taskIds = Set.copyOf(taskIds);
    }

    /** What the headers say. A dead letter that was sent back begins anew, with the tasks it names. */
    static Attempt of(Headers headers) {
        var ids = FailureHeaders.text(headers, FailureHeaders.TASK_IDS);
        Set<String> taskIds = ids == null || ids.isEmpty() ? Set.of() : TaskIds.parse(ids);
        var number = FailureHeaders.text(headers, FailureHeaders.ATTEMPT);
        var buried = headers.lastHeader(FailureHeaders.CODE) != null;
        return new Attempt(number == null || buried ? 1 : positive(number), taskIds);
    }

    private static int positive(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 1; // a stranger's header of our name: the request itself is sound
        }
    }
}
