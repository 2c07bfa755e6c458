package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final CloudEvent EVENT = new CloudEvent(
            "1",
            "/test",
            "dev.sightline.caption.generated.v1",
            "cat",
            Instant.EPOCH,
            null,
            Map.of(),
            JsonNodeFactory.instance.objectNode().put("text", "A cat."));

    @Test
    void anEventIsItsAttributesAndItsData() {
        var sent = CloudEventRecords.write("t", "cat", EVENT);

        assertThat(EventLine.of(record(sent.headers(), sent.value())))
                .hasToString("{\"id\":\"1\",\"type\":\"dev.sightline.caption.generated.v1\",\"subject\":\"cat\","
                        + "\"time\":\"1970-01-01T00:00:00Z\",\"source\":\"/test\",\"data\":{\"text\":\"A cat.\"}}");
    }

    @Test
    void aDeadLetterSaysWhy() {
        var sent = CloudEventRecords.write("t", "cat", EVENT);
        var headers = FailureHeaders.ofDeadLetter(
                sent.headers(),
                FailureCode.IMAGE_EMPTY.because("it has no bytes"),
                "decode",
                1,
                List.of("caption"),
                "sightline.requests",
                3,
                42);

        assertThat(EventLine.of(record(headers, sent.value())).get("failure"))
                .hasToString("{\"code\":\"image_empty\",\"stage\":\"decode\",\"attempt\":\"1\",\"retryable\":\"false\","
                        + "\"task-ids\":\"caption\",\"reason\":\"it has no bytes\",\"topic\":\"sightline.requests\","
                        + "\"partition\":\"3\",\"offset\":\"42\"}");
    }

    @Test
    void aRecordThatIsNoEventIsShownAsItIs() {
        var none = new RecordHeaders();

        assertThat(EventLine.of(record(none, "{\"a\":1}".getBytes(UTF_8))))
                .hasToString("{\"subject\":\"cat\",\"time\":\"1970-01-01T00:00:00Z\",\"data\":{\"a\":1}}");
        assertThat(EventLine.of(record(none, new byte[] {(byte) 0xff, 0})))
                .hasToString("{\"subject\":\"cat\",\"time\":\"1970-01-01T00:00:00Z\",\"data\":\"/wA=\"}");
        assertThat(EventLine.of(record(none, null)))
                .hasToString("{\"subject\":\"cat\",\"time\":\"1970-01-01T00:00:00Z\",\"data\":null}");
    }

    private static ConsumerRecord<byte[], byte[]> record(Headers headers, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                "cat".getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }
}
