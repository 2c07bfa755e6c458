package dev.sightline.intake;

import static dev.sightline.intake.Notification.required;
import static dev.sightline.intake.Notification.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Event notifications of S3 as AWS, MinIO, VersityGW and Ceph send them. They differ where they should not:
 *
 * <ul>
 *   <li>{@code object.key} is URL-encoded, {@code +} a space (AWS, MinIO), or as it is (VersityGW, Ceph);
 *   <li>{@code eventName} starts with {@code s3:} but for AWS and newer Ceph;
 *   <li>{@code size} may be text (Ceph) or 0 for an object that has bytes (VersityGW): it is not looked at;
 *   <li>{@code eTag} is no content hash after a multipart upload: it is not looked at either;
 *   <li>Ceph's sequencer is its clock's memory, the least significant byte first.
 * </ul>
 */
final class S3Notification {
    static final String SOURCE = "/sightline/intake/s3";

    private static final Pattern SEQUENCER = Pattern.compile("[0-9A-Fa-f]{1,64}");

    private S3Notification() {}

    /** Whether this is a notification of S3, be it only the test that a server sends when it is set up. */
    static boolean is(JsonNode value) {
        return value.path("Records").isArray() || "s3:TestEvent".equals(text(value, "/Event"));
    }

    static Notification read(JsonNode value) {
        var uploads = new ArrayList<Upload>();
        CaptionFailure unread = null;
        for (var record : value.path("Records")) {
            try {
                uploads.addAll(upload(record));
            } catch (IllegalArgumentException | DateTimeException e) {
                unread = FailureCode.EVENT_MALFORMED.because("a record of the S3 notification: " + e.getMessage());
            }
        }
        return new Notification.Uploads(uploads, unread);
    }

    private static List<Upload> upload(JsonNode record) {
        var eventType = required(record, "/eventName").replaceFirst("^s3:", "");
        if (!created(eventType) && !removes(eventType)) {
            return List.of(); // tags, access, archives: the image is what it was
        }
        var bucket = required(record, "/s3/bucket/name");
        var key = key(record);
        if (key.endsWith("/")) {
            return List.of(); // a folder that some browser made
        }
        return List.of(upload(
                bucket,
                key,
                eventType,
                text(record, "/s3/object/contentType"),
                text(record, "/s3/object/versionId"),
                time(required(record, "/eventTime")),
                sequencer(record)));
    }

    /** What happened to an object, in S3's words; every delivery of one event has the same id. */
    static Upload upload(
            String bucket,
            String key,
            String eventType,
            @Nullable String contentType,
            @Nullable String objectVersion,
            Instant time,
            @Nullable String sequencer) {
        var uri = "s3://" + bucket + "/" + key;
        // with its time, because a counter among sequencers starts anew with its server
        var id = NameBasedUuid.of(uri, eventType, sequencer == null ? "" : sequencer, time.toString())
                .toString();
        return new Upload(
                uri,
                !created(eventType),
                eventType,
                contentType,
                objectVersion,
                new Version(time, sequencer, id),
                SOURCE,
                id);
    }

    private static boolean created(String eventType) {
        return eventType.startsWith("ObjectCreated:");
    }

    private static boolean removes(String eventType) {
        return eventType.startsWith("ObjectRemoved:")
                || eventType.startsWith("LifecycleExpiration:")
                || eventType.equals("ObjectLifecycle:Expiration:Current");
    }

    private static String key(JsonNode record) {
        var key = required(record, "/s3/object/key");
        return isRaw(record, key) ? key : URLDecoder.decode(key, StandardCharsets.UTF_8);
    }

    // VersityGW says it is AWS, but its bucket's ARN ends with the object's key
    private static boolean isRaw(JsonNode record, String key) {
        var arn = text(record, "/s3/bucket/arn");
        return isCeph(record) || (arn != null && arn.endsWith("/" + key));
    }

    private static boolean isCeph(JsonNode record) {
        return "ceph:s3".equals(text(record, "/eventSource"));
    }

    private static @Nullable String sequencer(JsonNode record) {
        var sequencer = sequencer(text(record, "/s3/object/sequencer"));
        return sequencer != null && isCeph(record) && sequencer.length() == 16
                ? reversed(sequencer.substring(0, 8)) + reversed(sequencer.substring(8))
                : sequencer;
    }

    /** The sequencer, or null where it is none that can be compared. */
    static @Nullable String sequencer(@Nullable String text) {
        return text != null && SEQUENCER.matcher(text).matches() ? text : null;
    }

    // seconds and nanoseconds, each of 4 bytes
    private static String reversed(String littleEndian) {
        var bytes = new StringBuilder();
        for (var at = littleEndian.length() - 2; at >= 0; at -= 2) {
            bytes.append(littleEndian, at, at + 2);
        }
        return bytes.toString();
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
