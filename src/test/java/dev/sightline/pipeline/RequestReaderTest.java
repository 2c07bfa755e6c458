package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private static final Headers STRUCTURED =
            new RecordHeaders().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    private static final String ENVELOPE =
            """
            {"specversion":"1.0","id":"q1","source":"/eyes","type":"dev.sightline.image.submitted.v1",%s}""";
    private static final List<String> PIECES =
            List.of("null", "[]", "{}", "\"\"", "5", "-1e300", "true", "\"\\u0000\"", "[null]", "[{}]", "1e9");
    private static final List<String> OPTIONAL = List.of(
            "data_base64", "time", "imageId", "deadline", "requestedAt", "replay", "messages", "context", "parameters");

    @Test
    void anyBytesGiveAReading() throws JsonProcessingException {
        var random = new Random(11);
        var sent = KafkaRig.request(Topics.REQUESTS, "cat", "fake:cat", TaskType.CAPTION, TaskType.ALT);
        var whole = ENVELOPE.formatted("\"data\":" + new String(sent.value(), UTF_8));
        for (var i = 0; i < 5000; i++) {
            var structured = random.nextBoolean();
            var text = structured ? whole : new String(sent.value(), UTF_8);
            var value = damaged(text, random);

            var reading = RequestReader.read(record(structured ? STRUCTURED : sent.headers(), value), Lane.LIVE);

            if (reading instanceof Reading.Refused refused) { // by a rule, and not by the last resort
                assertThat(refused.failure().message()).isNotEqualTo("the event cannot be read");
            } else {
                assertThat(reading).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"data_base64\":5 | data_base64 is no string",
                "\"data_base64\":\"%\" | data_base64 is not Base64",
                "\"data\":{\"image\":{\"uri\":\"a:b\"},\"tasks\":[null]} | tasks[] is null",
                "\"data\":{\"image\":{\"uri\":\"a:b\"},\"tasks\":[{\"type\":\"answer\",\"messages\":[null]}]} | messages[] is null",
                "\"data\":{\"image\":{\"uri\":\"a:b\"},\"tasks\":[{\"type\":\"alt\",\"taskId\":\"\"}]} | taskId is empty"
            })
    void saysWhatOfAnEventIsMalformed(String data, String why) {
        var reading =
                RequestReader.read(record(STRUCTURED, ENVELOPE.formatted(data).getBytes(UTF_8)), Lane.LIVE);

        assertThat(reading).isInstanceOfSatisfying(Reading.Refused.class, refused -> {
            assertThat(refused.failure().code()).isEqualTo(FailureCode.EVENT_MALFORMED);
            assertThat(refused.failure().message()).contains(why).doesNotContain("Exception");
        });
    }

    @Test
    void aMistakeOfOursRefusesTheRecordAlone() {
        var unreadable = new ConsumerRecord<byte[], byte[]>("t", 0, 0, new byte[0], new byte[0]) {
            @Override
            public Headers headers() {
                throw new IllegalStateException("no headers today");
            }
        };

        var reading = RequestReader.read(unreadable, Lane.LIVE);

        assertThat(reading).isInstanceOfSatisfying(Reading.Refused.class, refused -> assertThat(
                        refused.failure().message())
                .isEqualTo("the event cannot be read"));
    }

    // a value of the JSON becomes another, or some of its bytes do
    private static byte[] damaged(String text, Random random) throws JsonProcessingException {
        if (random.nextBoolean()) {
            var event = Json.mapper().readTree(text);
            var objects = new ArrayList<ObjectNode>();
            collect(event, objects);
            var object = objects.get(random.nextInt(objects.size()));
            var fields = new ArrayList<String>();
            object.fieldNames().forEachRemaining(fields::add);
            fields.addAll(OPTIONAL);
            var piece = PIECES.get(random.nextInt(PIECES.size()));
            object.set(fields.get(random.nextInt(fields.size())), Json.mapper().readTree(piece));
            return Json.mapper().writeValueAsBytes(event);
        }
        var value = text.getBytes(UTF_8);
        for (var change = 0; change <= random.nextInt(3); change++) {
            value[random.nextInt(value.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '"');
        }
        return value;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static ConsumerRecord<byte[], byte[]> record(Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                Topics.REQUESTS, 0, 0, 1L, TimestampType.CREATE_TIME, -1, -1, null, value, headers, Optional.empty());
    }
}
