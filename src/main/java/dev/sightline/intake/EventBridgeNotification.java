package dev.sightline.intake;

import static dev.sightline.intake.Notification.required;
import static dev.sightline.intake.Notification.text;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * What Amazon S3 tells through EventBridge. It says the same as a notification of S3 in other words, which are turned into
 * those of S3, so that rules need to know only one; the key stands as it is, the time is cut to seconds.
 */
final class EventBridgeNotification {
    private static final Map<String, String> CREATIONS = Map.of(
            "PutObject", "Put",
            "POST Object", "Post",
            "CopyObject", "Copy",
            "CompleteMultipartUpload", "CompleteMultipartUpload");
    private static final Map<String, String> DELETIONS =
            Map.of("Permanently Deleted", "Delete", "Delete Marker Created", "DeleteMarkerCreated");

    private EventBridgeNotification() {}

    /** Whether this is an event that S3 gave to EventBridge. */
    static boolean is(JsonNode value) {
        return "aws.s3".equals(text(value, "/source"))
                && value.hasNonNull("detail-type")
                && value.path("detail").isObject();
    }

    static Notification read(JsonNode value) {
        var type = required(value, "/detail-type");
        return switch (type) {
            case "Object Created" -> upload(value, "ObjectCreated:" + creation(value));
            case "Object Deleted" -> upload(value, removal(value));
            default -> new Notification.Uploads(List.of(), null); // tags, access, archives: the image is what it was
        };
    }

    private static Notification upload(JsonNode value, String eventType) {
        var key = required(value, "/detail/object/key");
        if (key.endsWith("/")) {
            return new Notification.Uploads(List.of(), null); // a folder that some browser made
        }
        var upload = S3Notification.upload(
                required(value, "/detail/bucket/name"),
                key,
                eventType,
                null,
                text(value, "/detail/object/version-id"),
                OffsetDateTime.parse(required(value, "/time")).toInstant(),
                S3Notification.sequencer(text(value, "/detail/object/sequencer")));
        return new Notification.Uploads(List.of(upload), null);
    }

    private static String creation(JsonNode value) {
        return CREATIONS.getOrDefault(requireNonNullElse(text(value, "/detail/reason"), ""), "Put");
    }

    private static String removal(JsonNode value) {
        var expired = "Lifecycle Expiration".equals(text(value, "/detail/reason"));
        var how = DELETIONS.getOrDefault(requireNonNullElse(text(value, "/detail/deletion-type"), ""), "Delete");
        return (expired ? "LifecycleExpiration:" : "ObjectRemoved:") + how;
    }
}
