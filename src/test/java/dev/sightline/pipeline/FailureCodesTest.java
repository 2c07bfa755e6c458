package dev.sightline.pipeline;

import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad records on their way through Kafka and the real captioner; those of the engine's own are in {@link EngineFailuresTest}. */
@QuarkusTest
@TestProfile(FailureCodesTest.RealCaptioner.class)
class FailureCodesTest {
    /** The service as it ships, beside sources that fail. */
    public static class RealCaptioner implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(EmbeddedClusterResource.class), new TestResourceEntry(TroubledSources.class));
        }
    }

    private static final String PIXEL = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII=";
    private static final String MANY_PIXELS =
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgABhqAAAYagCAAAAACNOVQUAAAADElEQVR42mNgoD0AAABkAAG4me+Z";
    private static final int PARTITION = 3;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "test.sources")
    String sources;

    KafkaRig kafka;

    @BeforeEach
    void open() {
        kafka = new KafkaRig(bootstrapServers);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("task_unsupported", image(PIXEL, "{\"type\":\"dance\"}")),
                arguments("task_unsupported", image(PIXEL, "{\"type\":\"caption\",\"model\":\"another\"}")),
                arguments(
                        "prompt_too_long",
                        image(PIXEL, "{\"type\":\"answer\",\"question\":\"" + "why ".repeat(20_000) + "\"}")),
                arguments("address_forbidden", image("http://169.254.169.254/latest")),
                arguments("address_forbidden", image("file:///etc/hostname")),
                arguments("image_forbidden", image("SOURCES/403")),
                arguments("image_not_found", image("SOURCES/404")),
                arguments("image_not_found", image("SOURCES/410")),
                arguments("image_not_found", image("sightline:" + "0".repeat(64))),
                arguments("fetch_unavailable", image("SOURCES/500")),
                arguments("fetch_timeout", image("SOURCES/slow")),
                arguments("image_empty", image("data:image/png;base64,")),
                arguments("image_too_large", image("data:image/png;base64," + "A".repeat(800_000))),
                arguments("image_unsupported_type", image("data:text/plain;base64,aGVsbG8sIHdvcmxk")),
                arguments("image_undecodable", image(PIXEL.substring(0, 78) + "AAAA")),
                arguments("image_too_many_pixels", image(MANY_PIXELS)),
                arguments(
                        "deadline_exceeded",
                        "{\"image\":{\"uri\":\"" + PIXEL
                                + "\"},\"tasks\":[{\"type\":\"caption\"}],\"deadline\":\"2001-01-01T00:00:00Z\"}"),
                arguments("event_malformed", "{\"image\":{\"uri\":\"" + PIXEL + "\"},\"tasks\":[]}"),
                arguments("event_malformed", "{\"tasks\":[{\"type\":\"caption\"}]}"),
                arguments("event_malformed", image(PIXEL, "\"caption\"")),
                arguments("event_malformed", "[1,2,3]"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestThatFailsKeepsItsBytesAndLetsItsNeighboursPass(String code, String data) throws IOException {
        // given
        var key = code + "-" + Integer.toHexString(data.hashCode());
        var bad = event(key, data.replace("SOURCES", sources));

        // when
        sendBetweenGoodOnes(key, bad);

        // then
        assertDeadLettered(code, key, bad);
    }

    static Stream<Arguments> strangeRecords() {
        var good = image(PIXEL).getBytes(UTF_8);
        return Stream.of(
                arguments("no value", null, "application/json"),
                arguments("no bytes", new byte[0], "application/json"),
                arguments("broken UTF-8", new byte[] {'"', (byte) 0xC3, 0x28, '"'}, "application/json"),
                arguments("no JSON", "hello".getBytes(UTF_8), "application/json"),
                arguments("a document too many", "{} {}".getBytes(UTF_8), "application/json"),
                arguments("another content type", good, "image/png"),
                arguments("a batch of events", "[]".getBytes(UTF_8), "application/cloudevents-batch+json"),
                arguments("no envelope", good, "application/cloudevents+json"),
                arguments(
                        "a number for its bytes",
                        ("{\"specversion\":\"1.0\",\"id\":\"q1\",\"source\":\"/s\",\"type\":\"" + ImageSubmitted.TYPE
                                        + "\",\"data_base64\":5}")
                                .getBytes(UTF_8),
                        "application/cloudevents+json"),
                arguments("a megabyte of nothing", new byte[1024 * 1024 - 1000], "application/json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangeRecords")
    void aRecordThatIsNoRequestIsMalformed(String name, byte[] value, String contentType) throws IOException {
        // given
        var bad = event(name, image(PIXEL));
        bad.headers().remove("content-type").add("content-type", contentType.getBytes(UTF_8));
        var strange = new ProducerRecord<>(bad.topic(), PARTITION, bad.key(), value, bad.headers());

        // when
        sendBetweenGoodOnes(name, strange);

        // then
        assertDeadLettered("event_malformed", name, strange);
    }

    @Test
    void whatIsTooLargeForADeadLetterLeavesItsHashAndOrigin() throws IOException {
        // given
        var bad = event("large", image(PIXEL));
        var large = new ProducerRecord<>(bad.topic(), PARTITION, bad.key(), new byte[3 * 1024 * 1024], bad.headers());

        // when
        try (var compressing =
                new KafkaRig(bootstrapServers, Map.of("compression.type", "gzip", "max.request.size", 8_000_000))) {
            compressing.send(large);
        }

        // then
        var letter = kafka.await(1, keyed("large")).get(0);
        assertThat(header(letter, "sightline-failure-code")).isEqualTo("publish_failed");
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "sightline-value-sha256"))
                .isEqualTo("bbd05cf6097ac9b1f89ea29d2542c1b7b67ee46848393895f5a9e43fa1f621e5");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topics.REQUESTS);
        assertThat(header(letter, "dead-letter-offset")).isNotBlank();
    }

    @Test
    void fieldsAndKeysItDoesNotKnowDoNoHarm() throws IOException {
        // given
        var data = "{\"imageId\":\"future\",\"image\":{\"uri\":\"" + PIXEL
                + "\",\"depth\":3},\"tasks\":[{\"type\":\"caption\",\"parameters\":{\"maxNewTokens\":1},\"mood\":\"calm\"}],\"x\":{}}";
        var record = event("any", data);

        // when
        kafka.send(
                new ProducerRecord<byte[], byte[]>(record.topic(), PARTITION, null, record.value(), record.headers()));

        // then
        assertThat(kafka.await(1, keyed("future")))
                .extracting(ConsumerRecord::topic)
                .containsExactly(Topics.CAPTIONS);
    }

    private void sendBetweenGoodOnes(String key, ProducerRecord<byte[], byte[]> bad) throws IOException {
        kafka.send(event("before " + key, image(PIXEL)));
        kafka.send(bad);
        kafka.send(event("after " + key, image(PIXEL)));
    }

    private void assertDeadLettered(String code, String key, ProducerRecord<byte[], byte[]> bad) {
        var letter = kafka.await(1, keyed(key)).get(0);
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(header(letter, "sightline-failure-code"))
                .as(header(letter, "dead-letter-reason"))
                .isEqualTo(code);
        assertThat(header(letter, "sightline-model-revision")).matches("[0-9a-f]{64}");
        assertThat(letter.value()).isEqualTo(bad.value());
        assertThat(Arrays.asList(letter.headers().toArray()))
                .containsAll(List.of(bad.headers().toArray()));
        assertThat(kafka.await(2, r -> r.topic().equals(Topics.CAPTIONS) && of(key, r)))
                .hasSize(2);
    }

    private static boolean of(String key, ConsumerRecord<byte[], byte[]> record) {
        var subject = KafkaRig.data(record).get("imageId").asText();
        return subject.equals(id("before " + key)) || subject.equals(id("after " + key));
    }

    private static String id(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
    }

    private static String image(String uri) {
        return image(uri, "{\"type\":\"caption\",\"parameters\":{\"maxNewTokens\":1}}");
    }

    private static String image(String uri, String task) {
        return "{\"image\":{\"uri\":\"" + uri + "\"},\"tasks\":[" + task + "]}";
    }

    private static ProducerRecord<byte[], byte[]> event(String key, String data) throws IOException {
        var json = Json.mapper().readTree(data);
        if (key.startsWith("before ") || key.startsWith("after ")) {
            ((ObjectNode) json).put("imageId", id(key));
        }
        var event = new CloudEvent(
                key, "/test", ImageSubmitted.TYPE, null, Instant.now(), null, Map.of("tenant", "blue"), json);
        var record = CloudEventRecords.write(Topics.REQUESTS, key, event);
        return new ProducerRecord<>(record.topic(), PARTITION, record.key(), record.value(), record.headers());
    }
}
