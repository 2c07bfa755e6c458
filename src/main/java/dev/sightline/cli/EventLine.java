package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Json;
import dev.sightline.failure.CaptionException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as one JSON object: {@code {"id","type","subject","time","source","data"}}, and of a dead letter also why.
 * A record that is no event, as a dead letter may be, is shown by its key and value, however broken.
 */
final class EventLine {
    private static final List<String> FAILURE = List.of(
            FailureHeaders.CODE,
            FailureHeaders.STAGE,
            FailureHeaders.ATTEMPT,
            FailureHeaders.RETRYABLE,
            FailureHeaders.TASK_IDS,
            FailureHeaders.MODEL_REVISION,
            FailureHeaders.REASON,
            FailureHeaders.TOPIC,
            FailureHeaders.PARTITION,
            FailureHeaders.OFFSET);

    private EventLine() {}

    static ObjectNode of(ConsumerRecord<byte[], byte[]> record) {
        var line = Json.mapper().createObjectNode();
        try {
            var event = CloudEventRecords.read(record.headers(), record.value());
            line.put("id", event.id());
            line.put("type", event.type());
            line.put("subject", event.subject());
            line.put("time", event.time() == null ? null : event.time().toString());
            line.put("source", event.source());
            line.set("data", event.data());
        } catch (CaptionException e) {
            line.put("subject", text(record.key()));
            line.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
            line.set("data", value(record.value()));
        }
        addFailure(record.headers(), line);
        return line;
    }

    private static void addFailure(Headers headers, ObjectNode line) {
        if (headers.lastHeader(FailureHeaders.CODE) == null) {
            return;
        }
        var failure = line.putObject("failure");
        for (var header : FAILURE) {
            var text = FailureHeaders.text(headers, header);
            if (text != null) {
                failure.put(header.replaceFirst("^(sightline|dead-letter)-(failure-)?", ""), text);
            }
        }
    }

    private static @Nullable JsonNode value(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            return Json.mapper().readTree(value);
        } catch (IOException e) {
            return Json.mapper().getNodeFactory().binaryNode(value); // Base64 in JSON
        }
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, UTF_8);
    }
}
