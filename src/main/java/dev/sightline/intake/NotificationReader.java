package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Json;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads foreign records; any bytes give a {@link Notification}. */
final class NotificationReader {
    private static final Logger LOG = Logger.getLogger(NotificationReader.class);
    private static final String PLAIN_SOURCE = "/sightline/intake/uri";
    private static final Headers STRUCTURED = structured();

    private NotificationReader() {}

    /**
     * Reads one record.
     *
     * @param time       its timestamp, for what tells none
     * @param coordinate topic, partition and offset: names a plain address, which has no id of its own
     */
    static Notification read(Headers headers, byte @Nullable [] value, Instant time, String coordinate) {
        try {
            if (isCloudEvent(headers)) {
                return ForeignEvent.read(CloudEventRecords.read(headers, value), time);
            }
            return told(value, json(value), time, coordinate);
        } catch (CaptionException e) {
            return new Notification.Refused(Bytes.wrap(value), e.failure());
        } catch (JsonProcessingException e) {
            return refused(value, "the event's data does not fit its type: " + e.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException e) {
            return refused(value, "the event's data does not fit its type: " + e.getMessage());
        } catch (RuntimeException e) { // a mistake of ours: one record must not end the thread, again and again
            LOG.errorf(e, "record not understood coordinate=%s", coordinate);
            return refused(value, "the event cannot be read");
        }
    }

    private static Notification told(byte @Nullable [] value, Optional<JsonNode> json, Instant time, String coordinate)
            throws JsonProcessingException {
        if (json.isEmpty()) {
            return address(text(value), time, coordinate);
        }
        var node = json.get();
        if (node.has("specversion")) { // structured, by a sender that does not say so
            return ForeignEvent.read(CloudEventRecords.read(STRUCTURED, value), time);
        }
        if (S3Notification.is(node)) {
            return S3Notification.read(node);
        }
        if (EventBridgeNotification.is(node)) {
            return EventBridgeNotification.read(node);
        }
        var message = SnsMessage.of(node);
        if (message.isPresent()) {
            var bytes = message.get().getBytes(UTF_8);
            return told(bytes, json(bytes), time, coordinate);
        }
        if (!node.isTextual()) {
            return address("", time, coordinate);
        }
        var bytes = node.asText().getBytes(UTF_8); // what connectors make of a text: the notification within quotes
        var within = json(bytes);
        return within.isPresent() ? told(bytes, within, time, coordinate) : address(node.asText(), time, coordinate);
    }

    private static boolean isCloudEvent(Headers headers) {
        var contentType = FailureHeaders.text(headers, "content-type");
        return headers.lastHeader("ce_specversion") != null
                || (contentType != null && contentType.startsWith("application/cloudevents"));
    }

    private static Notification address(String told, Instant time, String coordinate) {
        var text = told.strip();
        if (!ImageAddress.isOne(text)) {
            throw FailureCode.EVENT_MALFORMED
                    .because("neither an S3 notification, nor a CloudEvent, nor an image's address")
                    .toException();
        }
        var id = NameBasedUuid.of(coordinate, text).toString();
        var upload = new Upload(text, false, "uri", null, null, new Version(time, null, id), PLAIN_SOURCE, id);
        return new Notification.Uploads(List.of(upload), null);
    }

    private static Optional<JsonNode> json(byte @Nullable [] value) {
        try {
            return Optional.ofNullable(Json.mapper().readTree(text(value)));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // a plain address, perhaps
        }
    }

    private static String text(byte @Nullable [] value) {
        try {
            return value == null
                    ? ""
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static Notification refused(byte @Nullable [] value, String why) {
        return new Notification.Refused(Bytes.wrap(value), FailureCode.EVENT_MALFORMED.because(why));
    }

    private static Headers structured() {
        var headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        headers.setReadOnly();
        return headers;
    }
}
