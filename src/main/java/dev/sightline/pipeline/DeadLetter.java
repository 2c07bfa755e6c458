package dev.sightline.pipeline;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionFailure;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The end of a request's tasks that have no result, for a person to read and, once the cause is gone, to send back.
 *
 * @param failure why
 * @param stage   the step that failed
 * @param attempt how often it was tried
 * @param taskIds the tasks that end here; empty where the record names none
 */
record DeadLetter(CaptionFailure failure, String stage, int attempt, List<String> taskIds) {
    DeadLetter {
        taskIds = List.copyOf(taskIds);
    }

    /** The original's key, value and headers as they were, null included, and the failure in headers of its own. */
    ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> original) {
        var headers = FailureHeaders.ofDeadLetter(
                original.headers(),
                failure,
                stage,
                attempt,
                taskIds,
                original.topic(),
                original.partition(),
                original.offset());
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, original.key(), original.value(), headers);
    }
}
