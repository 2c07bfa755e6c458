package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CaptionEdited;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.Json;
import dev.sightline.event.SchemaCheckedDeserializer;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTopologyTest {
    private static final DocumentConfig CONFIG = DocumentConfig.of(12);
    private static final TaskRequest CAPTION = TaskRequest.of(TaskType.CAPTION, null);

    private final ImageEvents chelsea = new ImageEvents("chelsea");

    @TempDir
    Path state;

    private Instant now = ImageEvents.START;
    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> documents;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<byte[], byte[]> counts;

    @BeforeEach
    void start() {
        var properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(DocumentTopology.build(CONFIG), properties, ImageEvents.START);
        documents = output(Topics.DOCUMENTS);
        deadLetters = output(Topics.DEAD_LETTERS);
        counts = output(Topics.COUNTS);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Regenerate with {@code -Dgolden.write=true}; a changed name loses the stores that carry it. */
    @Test
    void itsDescriptionIsTheOnePinned() throws IOException {
        var description = DocumentTopology.build(CONFIG).describe().toString();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources/topologies/document.txt"), description);
        }
        try (var golden = getClass().getResourceAsStream("/topologies/document.txt")) {
            assertThat(description).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void aRequestAndItsResultBecomeOneDocument() {
        send(chelsea.submitted("r1", 10, CAPTION));
        send(chelsea.captioned("r1", 10, "A cat"));

        assertThat(read())
                .extracting(DocumentUpdated::state)
                .containsExactly(DocumentUpdated.State.NOT_PROCESSED, DocumentUpdated.State.PROCESSED);
    }

    @Test
    void aDocumentIsACloudEventKeyedByItsImage() {
        send(chelsea.captioned("r1", 10, "A cat"));

        var record = documents.readRecord();
        assertThat(new String(record.key(), UTF_8)).isEqualTo("chelsea");
        assertThat(header(record, "ce_type")).isEqualTo(DocumentUpdated.TYPE);
        assertThat(header(record, "ce_subject")).isEqualTo("chelsea");
        assertThat(header(record, "ce_id")).hasSize(36);
    }

    @Test
    void aLateResultChangesNothingButTheHistory() {
        send(chelsea.captioned("r2", 20, "new"));
        send(chelsea.captioned("r1", 10, "late"));

        var document = last(read());
        assertThat(document.texts().get(0).text()).isEqualTo("new");
        assertThat(document.texts().get(0).earlier())
                .extracting(DocumentUpdated.Earlier::text)
                .containsExactly("late");
    }

    @Test
    void aDuplicateSaysNothingAgain() {
        send(chelsea.captioned("r1", 10, "A cat"));
        send(chelsea.captioned("r1", 10, "A cat"));

        assertThat(read()).hasSize(1);
    }

    @Test
    void outOfOrderArrivalsEndInTheSameDocument() {
        var events = new ArrayList<ProducerRecord<byte[], byte[]>>(List.of(
                chelsea.submitted("r1", 10, CAPTION),
                chelsea.captioned("r1", 10, "one"),
                chelsea.edited("e1", 15, CaptionEdited.Action.EDIT, "mine"),
                chelsea.deleted("d1", 12),
                chelsea.submitted("r2", 20, CAPTION),
                chelsea.failed(chelsea.submitted("r2", 20, CAPTION), FailureCode.IMAGE_NOT_FOUND)));
        for (var event : events) {
            send(event);
        }
        var expected = last(read());

        for (var seed = 0; seed < 20; seed++) {
            Collections.shuffle(events, new Random(seed));
            driver.close();
            start();
            events.forEach(this::send);
            assertThat(last(read())).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void aDeletedImageKeepsItsMarkForSevenDaysAndThenATombstone() {
        send(chelsea.captioned("r1", 10, "A cat"));
        send(chelsea.deleted("d1", 20));
        assertThat(last(read()).deleted()).isTrue();

        advance(Duration.ofDays(6));
        send(chelsea.captioned("r1", 15, "late and gone"));
        assertThat(documents.isEmpty()).isTrue();

        advance(Duration.ofDays(1).plusMinutes(2));
        var tombstone = documents.readRecord();
        assertThat(new String(tombstone.key(), UTF_8)).isEqualTo("chelsea");
        assertThat(tombstone.value()).isNull();
        assertThat(driver.getKeyValueStore(DocumentTopology.HISTORIES).get(tombstone.key()))
                .isNull();
    }

    @Test
    void anImageThatCameBackKeepsItsDocument() {
        send(chelsea.deleted("d1", 20));
        send(chelsea.captioned("r1", 30, "back"));
        read();

        advance(Duration.ofDays(8));

        assertThat(documents.isEmpty()).isTrue();
    }

    @Test
    void poisonGoesToTheDeadLettersAsItCame() {
        var caption = chelsea.captioned("r1", 10, "A cat");
        var broken = new ProducerRecord<>(
                caption.topic(), null, caption.key(), "{\"text\":".getBytes(UTF_8), caption.headers());

        send(broken);
        send(new ProducerRecord<>(Topics.EDITS, null, null));
        send(chelsea.captioned("r1", 10, "A cat"));

        var letters = deadLetters.readRecordsToList();
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).key()).isEqualTo(broken.key());
        assertThat(letters.get(0).value()).isEqualTo(broken.value());
        assertThat(letters.get(0).headers().lastHeader("ce_id"))
                .isEqualTo(caption.headers().lastHeader("ce_id"));
        assertThat(header(letters.get(0), "sightline-failure-code")).isEqualTo("event_malformed");
        assertThat(header(letters.get(0), "dead-letter-topic")).isEqualTo(Topics.CAPTIONS);
        assertThat(letters.get(1).key()).isNull();
        assertThat(letters.get(1).value()).isNull();
        assertThat(read()).hasSize(1);
    }

    @Test
    void itsOwnDeadLettersGoNoSecondTime() {
        send(new ProducerRecord<>(Topics.CAPTIONS, "k".getBytes(UTF_8), "poison".getBytes(UTF_8)));
        var letter = deadLetters.readRecord();

        send(new ProducerRecord<>(Topics.DEAD_LETTERS, null, letter.key(), letter.value(), letter.headers()));

        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void changesAreCountedByTheMinuteTheyCameIn() throws IOException {
        for (var i = 0; i < 5; i++) {
            send(chelsea.captioned("r" + i, 10 + i, "text " + i));
        }
        send(chelsea.captioned("r1", 11, "text 1"));
        advance(Duration.ofMinutes(1));
        send(chelsea.edited("e1", 30, CaptionEdited.Action.EDIT, "mine"));
        advance(Duration.ofSeconds(3));

        Map<String, JsonNode> minutes = new HashMap<>();
        for (var record : counts.readRecordsToList()) {
            minutes.put(new String(record.key(), UTF_8), Json.mapper().readTree(record.value()));
        }
        assertThat(minutes.get("2026-11-24T07:00:00Z"))
                .hasToString("{\"window\":\"2026-11-24T07:00:00Z\",\"counts\":{\"captioned\":5,\"without_news\":1}}");
        assertThat(minutes.get("2026-11-24T07:01:00Z").at("/counts/edited").asLong())
                .isEqualTo(1);
    }

    private void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        driver.createInputTopic(
                        record.topic(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        ImageEvents.START,
                        Duration.ZERO)
                .pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), now));
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new SchemaCheckedDeserializer());
    }

    private List<DocumentUpdated> read() {
        return documents.readValuesToList().stream()
                .map(DocumentTopologyTest::document)
                .toList();
    }

    private static DocumentUpdated document(byte[] value) {
        try {
            return Json.mapper().readValue(value, DocumentUpdated.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DocumentUpdated last(List<DocumentUpdated> documents) {
        return documents.get(documents.size() - 1);
    }

    private static String header(TestRecord<byte[], byte[]> record, String key) {
        return new String(record.headers().lastHeader(key).value(), UTF_8);
    }
}
