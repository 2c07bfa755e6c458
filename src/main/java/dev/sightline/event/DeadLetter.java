package dev.sightline.event;

import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request's tasks that have no result, for a person to read and, once the cause is gone, to send back.
 *
 * @param failure why
 * @param stage   the step that failed
 * @param attempt how often it was tried
 * @param taskIds the tasks that end here; empty where the record names none
 * @param model   the revision of the model that was to do it, where one was
 */
public record DeadLetter(
        CaptionFailure failure, String stage, int attempt, List<String> taskIds, Optional<String> model) {
    public DeadLetter {
        taskIds = List.copyOf(taskIds);
    }

    /** The original's key, value and headers as they were, null included, and the failure in headers of its own. */
    public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> original) {
        var headers = FailureHeaders.ofDeadLetter(
                original.headers(),
                failure,
                stage,
                attempt,
                taskIds,
                original.topic(),
                original.partition(),
                original.offset());
        model.ifPresent(revision -> FailureHeaders.put(headers, FailureHeaders.MODEL_REVISION, revision));
        var letter = new ProducerRecord<>(Topics.DEAD_LETTERS, null, original.key(), original.value(), headers);
        return failure.code() == FailureCode.PUBLISH_FAILED ? hashed(letter) : fitting(original, letter);
    }

    // a record may be larger here than where it came from: there it was compressed
    private ProducerRecord<byte[], byte[]> fitting(
            ConsumerRecord<byte[], byte[]> original, ProducerRecord<byte[], byte[]> letter) {
        if (!RecordSize.exceedsItsTopic(letter)) {
            return letter;
        }
        var why = FailureCode.PUBLISH_FAILED.because("too large for a dead letter, which would have said: "
                + failure.code().code() + ": " + failure.message());
        return new DeadLetter(why, "publish", attempt, taskIds, model).of(original);
    }

    // hash and origin instead of the value; the sender's headers and key too only where they fit
    private static ProducerRecord<byte[], byte[]> hashed(ProducerRecord<byte[], byte[]> letter) {
        if (letter.value() != null) {
            FailureHeaders.put(
                    letter.headers(),
                    FailureHeaders.VALUE_SHA256,
                    Sha256.of(letter.value()).hex());
        }
        var ours = FailureHeaders.ofFailure(letter.headers());
        return Stream.of(emptied(letter.key(), letter.headers()), emptied(letter.key(), ours))
                .filter(hashed -> !RecordSize.exceedsItsTopic(hashed))
                .findFirst()
                .orElseGet(() -> emptied(null, ours));
    }

    private static ProducerRecord<byte[], byte[]> emptied(byte @Nullable [] key, Headers headers) {
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, key, null, headers);
    }
}
