package dev.sightline.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.sightline.caption.CaptionRequest;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskIds;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the records of a request topic; any bytes give a {@link Reading}. */
final class RequestReader {
    private static final Logger LOG = Logger.getLogger(RequestReader.class);
    private static final Set<String> NAMED_BY_CONTENT = Set.of("data", "sightline");

    private RequestReader() {}

    static Reading read(ConsumerRecord<byte[], byte[]> record, Lane lane) {
        try {
            var event = CloudEventRecords.read(record.headers(), record.value());
            return switch (event.type()) {
                case ImageSubmitted.TYPE -> asked(event, record, lane);
                case ImageDeleted.TYPE -> deleted(event, record);
                default -> refused("the event's type " + event.type() + " is no request");
            };
        } catch (CaptionException e) {
            return new Reading.Refused(e.failure());
        } catch (JsonProcessingException e) {
            return refused("the event's data does not fit its type: " + reason(e));
        } catch (IllegalArgumentException e) {
            return refused("the event's data does not fit its type: " + e.getMessage());
        } catch (RuntimeException e) { // a mistake of ours: one record must not keep all that follow it from being read
            LOG.errorf(
                    e,
                    "request not understood topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return refused("the event cannot be read");
        }
    }

    private static Reading asked(CloudEvent event, ConsumerRecord<byte[], byte[]> record, Lane lane)
            throws JsonProcessingException {
        var submitted = data(event, ImageSubmitted.class);
        var attempt = Attempt.of(record.headers());
        var request = new CaptionRequest(
                event.requestId(),
                imageId(submitted),
                submitted.image(),
                unfinished(submitted.named(), attempt),
                lane,
                first(submitted.requestedAt(), event.time(), record),
                submitted.deadline(),
                submitted.replay());
        return new Reading.Asked(work(request, record), request, attempt, event.traceparent());
    }

    private static Reading deleted(CloudEvent event, ConsumerRecord<byte[], byte[]> record)
            throws JsonProcessingException {
        var deletion = data(event, ImageDeleted.class);
        return new Reading.Deleted(deletion.imageId(), first(deletion.deletedAt(), event.time(), record));
    }

    private static <T> T data(CloudEvent event, Class<T> type) throws JsonProcessingException {
        if (!event.data().isObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        return Json.mapper().treeToValue(event.data(), type);
    }

    // two records of one request may differ in what they ask, and two attempts at it in what is left
    private static String work(CaptionRequest request, ConsumerRecord<byte[], byte[]> record) {
        var taskIds = request.tasks().stream()
                .map(task -> String.valueOf(task.taskId()))
                .toList();
        return request.requestId() + ' ' + Sha256.of(record.value()) + ' ' + TaskIds.join(taskIds);
    }

    private static List<TaskRequest> unfinished(List<TaskRequest> tasks, Attempt attempt) {
        var left = tasks.stream()
                .filter(task -> attempt.taskIds().contains(task.taskId()))
                .toList();
        return left.isEmpty() ? tasks : left; // ids that fit no task were not ours
    }

    // the sender's name, else the address's; null where only the content can name the image
    private static @Nullable String imageId(ImageSubmitted submitted) {
        if (submitted.imageId() != null) {
            return submitted.imageId();
        }
        var uri = submitted.image().uri();
        var colon = uri.indexOf(':');
        var scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        return NAMED_BY_CONTENT.contains(scheme) ? null : ImageId.ofUri(uri);
    }

    private static Instant first(
            @Nullable Instant own, @Nullable Instant event, ConsumerRecord<byte[], byte[]> record) {
        return Stream.of(own, event)
                .filter(time -> time != null)
                .findFirst()
                .orElseGet(() -> Instant.ofEpochMilli(record.timestamp()));
    }

    private static Reading.Refused refused(String why) {
        return new Reading.Refused(FailureCode.EVENT_MALFORMED.because(why));
    }

    private static String reason(JsonProcessingException e) {
        var where = e instanceof JsonMappingException mapping ? mapping.getPathReference() : "";
        return e.getOriginalMessage() + (where.isEmpty() ? "" : " at " + where);
    }
}
