package dev.sightline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 on Kafka records (Kafka protocol binding 1.0.2): binary mode is read and written, structured mode is
 * read. A record that is no CloudEvent is a {@code event_malformed}, carried by a CaptionException.
 */
public final class CloudEventRecords {
    private static final String PREFIX = "ce_";
    private static final String SCHEMAS = "https://sightline.dev/schemas/";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";
    private static final Set<String> OWN_ATTRIBUTES = Set.of(
            "id", "source", "type", "subject", "time", "specversion", "traceparent", "dataschema", "datacontenttype");
    private static final Set<String> STRUCTURED_DATA = Set.of("data", "data_base64");
    // later versions of the W3C's recommendation may add to it
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.{0,64})?");
    // one document a record, each field once: anything else would be read differently by the next reader
    private static final ObjectReader STRICT = Json.mapper()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CloudEventRecords() {}

    /**
     * Reads the event in a record.
     *
     * @throws dev.sightline.failure.CaptionException {@code event_malformed} saying what is missing or broken
     */
    public static CloudEvent read(Headers headers, byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            throw malformed("the record has no value");
        }
        var contentType = header(headers, "content-type");
        var mediaType =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (mediaType.equals(BATCHED)) {
            throw malformed("a batch of events in one record is not accepted: send one event a record");
        }
        if (mediaType.equals(STRUCTURED)) {
            return structured(json(value));
        }
        if (!mediaType.isEmpty() && !mediaType.equals("application/json") && !mediaType.endsWith("+json")) {
            throw malformed("content-type " + mediaType + " is not JSON");
        }
        return binary(headers, value);
    }

    /** A record in binary mode for this event, keyed as given. */
    public static ProducerRecord<byte[], byte[]> write(
            String topic, @Nullable String key, CloudEvent event, String dataSchema) {
        try {
            return new ProducerRecord<>(
                    topic,
                    null,
                    key == null ? null : key.getBytes(UTF_8),
                    Json.mapper().writeValueAsBytes(event.data()),
                    headers(event, dataSchema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event data is not JSON", e);
        }
    }

    /** A record in binary mode for one of our own events: its schema is the file of its type in {@code schemas/}. */
    public static ProducerRecord<byte[], byte[]> write(String topic, @Nullable String key, CloudEvent event) {
        return write(topic, key, event, schema(event));
    }

    /** The headers alone of one of our own events, for a record whose value is written already. */
    public static Headers headers(CloudEvent event) {
        return headers(event, schema(event));
    }

    private static Headers headers(CloudEvent event, String dataSchema) {
        var headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", event.id());
        add(headers, "ce_source", event.source());
        add(headers, "ce_type", event.type());
        add(headers, "ce_subject", event.subject());
        add(headers, "ce_time", event.time() == null ? null : event.time().toString());
        add(headers, "ce_dataschema", dataSchema);
        add(headers, "ce_traceparent", event.traceparent());
        add(headers, "content-type", "application/json");
        event.extensions().forEach((name, text) -> add(headers, PREFIX + name, text));
        return headers;
    }

    private static String schema(CloudEvent event) {
        return SCHEMAS + event.type().replaceFirst("^dev\\.sightline\\.", "") + ".json";
    }

    private static CloudEvent binary(Headers headers, byte[] value) {
        var attributes = new HashMap<String, String>();
        for (Header header : headers) {
            if (header.key().startsWith(PREFIX) && header.value() != null) {
                attributes.put(header.key().substring(PREFIX.length()), new String(header.value(), UTF_8));
            }
        }
        return event(attributes, json(value));
    }

    private static CloudEvent structured(JsonNode envelope) {
        if (!(envelope instanceof ObjectNode)) {
            throw malformed("a structured event is a JSON object");
        }
        var attributes = new HashMap<String, String>();
        envelope.properties().stream()
                .filter(field -> !STRUCTURED_DATA.contains(field.getKey())
                        && field.getValue().isValueNode())
                .filter(field -> !field.getValue().isNull())
                .forEach(
                        field -> attributes.put(field.getKey(), field.getValue().asText()));
        var data = envelope.get("data");
        if (data == null && envelope.hasNonNull("data_base64")) {
            var encoded = envelope.get("data_base64");
            if (!encoded.isTextual()) { // of a number, say, there are no bytes at all
                throw malformed("data_base64 is no string");
            }
            try {
                data = json(encoded.binaryValue());
            } catch (IOException e) {
                throw malformed("data_base64 is not Base64");
            }
        }
        if (data == null) {
            throw malformed("the event has no data");
        }
        return event(attributes, data);
    }

    private static CloudEvent event(Map<String, String> attributes, JsonNode data) {
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw malformed("not a CloudEvents 1.0 event: specversion is " + attributes.get("specversion"));
        }
        var extensions = new HashMap<>(attributes);
        extensions.keySet().removeAll(OWN_ATTRIBUTES);
        return new CloudEvent(
                required(attributes, "id"),
                required(attributes, "source"),
                required(attributes, "type"),
                attributes.get("subject"),
                time(attributes.get("time")),
                traceparent(attributes.get("traceparent")),
                extensions,
                data);
    }

    private static String required(Map<String, String> attributes, String name) {
        var text = attributes.get(name);
        if (text == null || text.isEmpty()) {
            throw malformed("the event has no " + name);
        }
        return text;
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw malformed("the event's time is not an RFC 3339 timestamp");
        }
    }

    private static JsonNode json(byte[] value) {
        try {
            // strict UTF-8: a replacement character would silently change what was asked
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return STRICT.readTree(text);
        } catch (CharacterCodingException e) {
            throw malformed("the value is not UTF-8");
        } catch (JsonProcessingException e) {
            throw malformed("the value is not JSON: " + e.getOriginalMessage());
        }
    }

    /** The trace that a record in binary mode belongs to; null where it names none that can be read. */
    public static @Nullable String traceparent(Headers headers) {
        return traceparent(header(headers, PREFIX + "traceparent"));
    }

    private static @Nullable String traceparent(@Nullable String text) {
        return text != null && TRACEPARENT.matcher(text).matches() ? text : null;
    }

    /** The header's text, or null where there is none. */
    static @Nullable String header(Headers headers, String key) {
        var header = headers.lastHeader(key);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static void add(Headers headers, String key, @Nullable String text) {
        if (text != null) {
            headers.add(key, text.getBytes(UTF_8));
        }
    }

    private static RuntimeException malformed(String why) {
        return FailureCode.EVENT_MALFORMED.because(why).toException();
    }
}
