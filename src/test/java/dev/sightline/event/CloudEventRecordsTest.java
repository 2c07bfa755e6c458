package dev.sightline.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventRecordsTest {
    @Test
    void readsBackWhatItWrites() {
        var event = new CloudEvent(
                "1",
                "/test",
                ImageSubmitted.TYPE,
                "img-1",
                Instant.parse("2026-01-02T03:04:05Z"),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Map.of("tenant", "blue"),
                Json.mapper().createObjectNode().put("imageId", "img-1"));

        var record = CloudEventRecords.write("t", "img-1", event, "schemas/image.submitted.v1.json");

        assertThat(CloudEventRecords.read(record.headers(), record.value())).isEqualTo(event);
        assertThat(record.key()).isEqualTo("img-1".getBytes(UTF_8));
    }

    @Test
    void readsAStructuredEventWithItsExtensions() {
        var headers =
                new RecordHeaders().add("content-type", "application/cloudevents+json; charset=utf-8".getBytes(UTF_8));
        var value =
                """
                {"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T04:04:05+01:00",
                 "tenant":"blue","data":{"a":1}}""";

        var event = CloudEventRecords.read(headers, value.getBytes(UTF_8));

        assertThat(event.extensions()).containsExactly(Map.entry("tenant", "blue"));
        assertThat(event.time()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event.data().get("a").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | {\"a\":1",
                "application/json | {\"a\":1,\"a\":2}",
                "application/json | {} {}",
                "text/plain | {}",
                "application/cloudevents+json | []",
                "application/cloudevents+json | {\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"data\":{}}",
                "application/cloudevents+json | {\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{}}",
                "application/cloudevents+json | {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}",
                "application/cloudevents+json | {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"noon\",\"data\":{}}",
                "application/cloudevents-batch+json | []"
            })
    void callsMalformedWhatIsNoCloudEvent(String contentType, String value) {
        assertMalformed(
                headers().remove("content-type").add("content-type", contentType.getBytes(UTF_8)),
                value.getBytes(UTF_8));
    }

    @Test
    void callsMalformedWhatIsNotUtf8() {
        assertMalformed(headers(), "{\"a\":\"é\"}".getBytes(ISO_8859_1));
    }

    @Test
    void callsMalformedARecordWithoutValueOrAttributes() {
        assertMalformed(headers(), null);
        assertMalformed(headers(), new byte[0]);
        assertMalformed(new RecordHeaders(), "{}".getBytes(UTF_8));
    }

    private static void assertMalformed(Headers headers, byte[] value) {
        var malformed = catchThrowableOfType(CaptionException.class, () -> CloudEventRecords.read(headers, value));
        assertThat(malformed.failure().code()).isEqualTo(FailureCode.EVENT_MALFORMED);
    }

    private static Headers headers() {
        return new RecordHeaders()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", "1".getBytes(UTF_8))
                .add("ce_source", "/s".getBytes(UTF_8))
                .add("ce_type", "t".getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8));
    }
}
