package dev.sightline.document;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.CaptionEdited;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.TaskIds;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that documents are made of; any bytes give an {@link Arrival}.
 *
 * <p>A request that cannot be read is captioning's to refuse, and a dead letter is refused already: neither is dead
 * lettered here, so that each ends in one dead letter and none goes round in circles.
 */
final class ArrivalReader {
    private static final Logger LOG = Logger.getLogger(ArrivalReader.class);

    private ArrivalReader() {}

    /**
     * Reads one record.
     *
     * @param topic where it stood
     * @param time  the record's timestamp, for events that tell none
     */
    static Arrival read(String topic, Headers headers, byte @Nullable [] value, Instant time) {
        try {
            var event = CloudEventRecords.read(headers, value);
            return switch (topic) {
                case Topics.REQUESTS, Topics.REQUESTS_BULK -> request(event, time);
                case Topics.DEAD_LETTERS -> deadLetter(event, headers, time);
                case Topics.EDITS -> edit(event, time);
                default -> text(event);
            };
        } catch (CaptionException e) {
            return refused(topic, value, e.failure());
        } catch (JsonProcessingException e) {
            return refused(topic, value, misfit(e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            return refused(topic, value, misfit(e.getMessage()));
        } catch (RuntimeException e) { // a mistake of ours: one record must not end the thread, again and again
            LOG.errorf(e, "event not understood topic=%s", topic);
            return refused(topic, value, FailureCode.EVENT_MALFORMED.because("the event cannot be read"));
        }
    }

    private static Arrival request(CloudEvent event, Instant time) throws JsonProcessingException {
        return switch (event.type()) {
            case ImageSubmitted.TYPE ->
                Submission.of(event, time)
                        .map(submission -> submission.arrival(null, Set.of()))
                        .orElseGet(() -> new Arrival.Ignored("a shadow's, or named by its content alone"));
            case ImageDeleted.TYPE -> {
                var deletion = data(event, ImageDeleted.class);
                var at = requireNonNullElse(deletion.deletedAt(), requireNonNullElse(event.time(), time));
                yield new Arrival.Understood(deletion.imageId(), ImageHistory.ofDeletion(at));
            }
            default -> new Arrival.Ignored("no request");
        };
    }

    private static Arrival deadLetter(CloudEvent event, Headers headers, Instant time) throws JsonProcessingException {
        var topic = requireNonNullElse(FailureHeaders.text(headers, FailureHeaders.TOPIC), "");
        var code = FailureHeaders.text(headers, FailureHeaders.CODE);
        if (code == null || !topic.startsWith(Topics.REQUESTS) || !event.type().equals(ImageSubmitted.TYPE)) {
            return new Arrival.Ignored("a dead letter of something else than a request");
        }
        var ids = FailureHeaders.text(headers, FailureHeaders.TASK_IDS);
        Set<String> taskIds = ids == null || ids.isEmpty() ? Set.of() : TaskIds.parse(ids);
        return Submission.of(event, time)
                .map(submission -> submission.arrival(code, taskIds))
                .orElseGet(() -> new Arrival.Ignored("a shadow's, or named by its content alone"));
    }

    private static Arrival text(CloudEvent event) throws JsonProcessingException {
        if (!event.type().equals(TextGenerated.CAPTION_TYPE) && !event.type().equals(TextGenerated.ANSWER_TYPE)) {
            throw new IllegalArgumentException("the event's type " + event.type() + " is no result");
        }
        return Wording.of(event.id(), data(event, TextGenerated.class));
    }

    private static Arrival edit(CloudEvent event, Instant time) throws JsonProcessingException {
        if (!event.type().equals(CaptionEdited.TYPE)) {
            throw new IllegalArgumentException("the event's type " + event.type() + " is no edit");
        }
        return Wording.of(event.id(), data(event, CaptionEdited.class), requireNonNullElse(event.time(), time));
    }

    static <T> T data(CloudEvent event, Class<T> type) throws JsonProcessingException {
        if (!event.data().isObject()) {
            throw new IllegalArgumentException("the event's data is no JSON object");
        }
        return Json.mapper().treeToValue(event.data(), type);
    }

    private static Arrival refused(String topic, byte @Nullable [] value, CaptionFailure failure) {
        return switch (topic) {
            case Topics.REQUESTS, Topics.REQUESTS_BULK, Topics.DEAD_LETTERS -> new Arrival.Ignored(failure.message());
            default -> new Arrival.Refused(Bytes.wrap(value), failure);
        };
    }

    private static CaptionFailure misfit(@Nullable String why) {
        return FailureCode.EVENT_MALFORMED.because("the event's data does not fit its type: " + why);
    }
}
