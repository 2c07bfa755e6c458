package dev.sightline.submit;

import static dev.sightline.event.FailureHeaders.text;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.event.TaskIds;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * What a dead letter's headers say of one of our requests, which are binary CloudEvents.
 *
 * @param requestId the request
 * @param failure   why its tasks have no result
 * @param taskIds   the tasks that end here; empty where none is named, which means all
 */
record DeadLetterHeaders(String requestId, CaptionFailure failure, Set<String> taskIds) {

    /** Those of the record; empty where they are not of a request, or not of a failure we know. */
    static Optional<DeadLetterHeaders> of(Headers headers) {
        var source = text(headers, "ce_source");
        var id = text(headers, "ce_id");
        var reason = text(headers, FailureHeaders.REASON);
        var taskIds = text(headers, FailureHeaders.TASK_IDS);
        if (source == null || id == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(text(headers, FailureHeaders.CODE))
                .flatMap(FailureCode::of)
                .map(code -> new DeadLetterHeaders(
                        NameBasedUuid.of(source, id).toString(),
                        code.because(reason == null ? "" : reason),
                        taskIds == null ? Set.of() : TaskIds.parse(taskIds)));
    }

    boolean names(String taskId) {
        return taskIds.isEmpty() || taskIds.contains(taskId);
    }
}
