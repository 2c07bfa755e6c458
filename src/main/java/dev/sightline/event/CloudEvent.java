package dev.sightline.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvents 1.0 event, however it was carried.
 *
 * @param id          with source, names the event
 * @param source      where it comes from
 * @param type        what it says
 * @param subject     what it is about: the image id
 * @param time        when it happened
 * @param traceparent W3C trace context
 * @param extensions  attributes beside these, as text
 * @param data        the payload
 */
public record CloudEvent(
        String id,
        String source,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        @Nullable String traceparent,
        Map<String, String> extensions,
        JsonNode data) {
    public CloudEvent {
        extensions = Map.copyOf(extensions);
    }

    /** The request's id: a record that repeats source and id is the same request. */
    public String requestId() {
        return NameBasedUuid.of(source, id).toString();
    }
}
