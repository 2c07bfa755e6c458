package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.SchemaCheckedDeserializer;
import dev.sightline.event.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTopologyTest {
    private static final Duration MEMORY = Duration.ofDays(60);

    @TempDir
    Path state;

    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> uploads;
    private TestOutputTopic<byte[], byte[]> requests;
    private TestOutputTopic<byte[], byte[]> bulk;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() throws IOException {
        var rules = IntakeRules.read(new ByteArrayInputStream(
                """
                rules:
                  - {prefix: archive/, lane: bulk, tasks: [describe]}
                  - {types: ["image/*"], tasks: [caption, alt]}
                """
                        .getBytes(UTF_8)));
        var properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(IntakeTopology.build(rules, 12, MEMORY), properties);
        uploads = driver.createInputTopic(Topics.UPLOADS, new ByteArraySerializer(), new ByteArraySerializer());
        requests = output(Topics.REQUESTS);
        bulk = output(Topics.REQUESTS_BULK);
        deadLetters = output(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Regenerate with {@code -Dgolden.write=true}; a changed name loses the stores that carry it. */
    @Test
    void itsDescriptionIsTheOnePinned() throws IOException {
        var description = IntakeTopology.build(IntakeRules.shipped(), 12, MEMORY)
                .describe()
                .toString();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources/topologies/intake.txt"), description);
        }
        try (var golden = getClass().getResourceAsStream("/topologies/intake.txt")) {
            assertThat(description).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void anUploadBecomesARequestWithTheRulesTasks() throws IOException {
        send(CapturedEvents.of("minio").get(0));

        var record = requests.readRecord();
        var imageId = ImageId.ofUri("s3://images/in/my photo+ünï.jpg");
        assertThat(new String(record.key(), UTF_8)).isEqualTo(imageId);
        var event = CloudEventRecords.read(record.headers(), record.value());
        assertThat(event.type()).isEqualTo(ImageSubmitted.TYPE);
        assertThat(event.subject()).isEqualTo(imageId);
        var submitted = Json.mapper().treeToValue(event.data(), ImageSubmitted.class);
        assertThat(submitted.imageId()).isEqualTo(imageId);
        assertThat(submitted.image().uri()).isEqualTo("s3://images/in/my photo+ünï.jpg");
        assertThat(submitted.image().name()).isEqualTo("my photo+ünï.jpg");
        assertThat(submitted.tasks()).extracting("type").containsExactly("caption", "alt");
        assertThat(submitted.requestedAt()).isEqualTo("2026-11-24T07:01:40.586Z");
    }

    @Test
    void twoServersTellingOfOneObjectTellOfOneImage() {
        send(CapturedEvents.of("minio").get(0));
        send(CapturedEvents.of("versitygw").get(1));

        var keys = requests.readRecordsToList().stream().map(TestRecord::key).map(String::new);
        assertThat(keys)
                .containsOnly(
                        ImageId.ofUri("s3://images/in/my photo+ünï.jpg"), ImageId.ofUri("s3://images/in/big.jpg"));
    }

    @Test
    void aRemovalBecomesADeletionOfWhatWasAskedBefore() throws IOException {
        send(CapturedEvents.of("minio").get(1));
        send(CapturedEvents.of("minio").get(2));

        var events = events(requests);
        assertThat(events).extracting(CloudEvent::type).containsExactly(ImageSubmitted.TYPE, ImageDeleted.TYPE);
        var deleted = Json.mapper().treeToValue(events.get(1).data(), ImageDeleted.class);
        assertThat(deleted.deletedAt()).isEqualTo("2026-11-24T07:01:40.627Z");
    }

    @Test
    void aRepeatSaysNothingAgain() {
        send(CapturedEvents.of("minio").get(0));
        send(CapturedEvents.of("minio").get(0));

        assertThat(events(requests)).hasSize(1);
    }

    @Test
    void theLatestWordOnAnImageIsKeptForSixtyDaysAfterItCame() {
        var told = driver.getKeyValueStore(IntakeTopology.TOLD);
        send(CapturedEvents.of("minio").get(0));
        driver.advanceWallClockTime(Duration.ofDays(40));
        send(CapturedEvents.of("minio").get(1));

        driver.advanceWallClockTime(Duration.ofDays(19));
        assertThat(told.approximateNumEntries()).isEqualTo(2);
        driver.advanceWallClockTime(Duration.ofDays(2));

        assertThat(told.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void aRepeatOnWhicheverWayItComesSaysNothingAgain() {
        send(CapturedEvents.of("aws").get(0));
        send(CapturedEvents.of("sns").get(0));
        send(CapturedEvents.of("eventbridge").get(0));

        assertThat(events(requests)).hasSize(1);
    }

    @Test
    void whatComesOutOfOrderIsLeftOut() {
        send(CapturedEvents.of("minio").get(2));
        send(CapturedEvents.of("minio").get(1));

        assertThat(events(requests)).extracting(CloudEvent::type).containsExactly(ImageDeleted.TYPE);
    }

    @Test
    void timesRiseWithTheOrderWhereTheClockStands() throws IOException {
        var put = CapturedEvents.of("versitygw").get(1);
        send(put);
        send(put.replace("ObjectCreated:CompleteMultipartUpload", "ObjectRemoved:Delete")
                .replace("\"sequencer\":\"2\"", "\"sequencer\":\"3\""));
        send(put.replace("\"sequencer\":\"2\"", "\"sequencer\":\"4\""));

        var events = events(requests);
        assertThat(events)
                .extracting(CloudEvent::type)
                .containsExactly(ImageSubmitted.TYPE, ImageDeleted.TYPE, ImageSubmitted.TYPE);
        var deleted = Json.mapper().treeToValue(events.get(1).data(), ImageDeleted.class);
        var again = Json.mapper().treeToValue(events.get(2).data(), ImageSubmitted.class);
        assertThat(again.requestedAt()).isAfter(deleted.deletedAt());
    }

    @Test
    void theEndOfAnOldVersionLeavesTheImage() {
        var versioned = CapturedEvents.of("aws").get(0);
        send(versioned);
        send(versioned
                .replace("ObjectCreated:Put", "ObjectRemoved:Delete")
                .replace("096fKKXTRTtl3on89fVO.nfljtsv6qko", "an-older-version")
                .replace("0055AED6DCD90281E5", "0055AED6DCD90281F0"));

        assertThat(events(requests)).extracting(CloudEvent::type).containsExactly(ImageSubmitted.TYPE);
    }

    @Test
    void aRuleSendsToTheBulkLane() {
        send(CapturedEvents.of("aws").get(0).replace("mybucket", "archive"));

        assertThat(events(bulk)).hasSize(1);
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void whatNoRuleSpeaksOfIsLeftAlone() {
        send("https://photos.example/readme.txt");

        assertThat(requests.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void aCloudEventKeepsItsNameSoThatARepeatIsTheSameRequest() {
        send("{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/shop\",\"type\":\"photo.taken\","
                + "\"data\":{\"uri\":\"https://photos.example/a.jpg\"}}");

        var event = events(requests).get(0);
        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.id()).isEqualTo("e1");
    }

    @Test
    void anEventOfOursGoesOnAsItIs() {
        send("{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/us\",\"type\":\"" + ImageSubmitted.TYPE
                + "\",\"data\":{\"imageId\":\"mine\",\"image\":{\"uri\":\"s3://b/a.jpg\"},"
                + "\"tasks\":[{\"type\":\"story\"}]}}");

        var record = requests.readRecord();
        assertThat(new String(record.key(), UTF_8)).isEqualTo("mine");
        assertThat(CloudEventRecords.read(record.headers(), record.value())
                        .data()
                        .at("/tasks/0/type")
                        .asText())
                .isEqualTo("story");
    }

    @Test
    void whatCannotBeUnderstoodGoesToTheDeadLettersAsItCame() {
        var headers = new RecordHeaders();
        headers.add("theirs", "kept".getBytes(UTF_8));
        uploads.pipeInput(new TestRecord<>("k".getBytes(UTF_8), "{\"Records\":[{}]}".getBytes(UTF_8), headers));
        uploads.pipeInput(new TestRecord<>(null, null));

        var letters = deadLetters.readRecordsToList();
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(letters.get(0).value()).isEqualTo("{\"Records\":[{}]}".getBytes(UTF_8));
        assertThat(letters.get(0).headers().lastHeader("theirs").value()).isEqualTo("kept".getBytes(UTF_8));
        assertThat(letters.get(0).headers().lastHeader("sightline-failure-code").value())
                .isEqualTo("event_malformed".getBytes(UTF_8));
        assertThat(letters.get(1).value()).isNull();
    }

    private void send(String value) {
        uploads.pipeInput("any".getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static List<CloudEvent> events(TestOutputTopic<byte[], byte[]> topic) {
        return topic.readRecordsToList().stream()
                .map(record -> CloudEventRecords.read(record.headers(), record.value()))
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new SchemaCheckedDeserializer());
    }
}
