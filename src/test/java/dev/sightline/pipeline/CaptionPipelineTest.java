package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.ALT;
import static dev.sightline.event.TaskType.ANSWER;
import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.data;
import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyed;
import static dev.sightline.pipeline.KafkaRig.keyedLike;
import static dev.sightline.pipeline.KafkaRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.Json;
import dev.sightline.event.Topics;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageClaim;
import dev.sightline.storage.ImageStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeCaptionerProfile.class)
class CaptionPipelineTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    FakeCaptioner captioner;

    @Inject
    ImageStore store;

    KafkaRig kafka;

    @BeforeEach
    void open() {
        kafka = new KafkaRig(bootstrapServers);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void publishesEachTaskOfARequestOnItsTopic() {
        // given
        var asked = request(Topics.REQUESTS, "p1", "test:/p1.jpg", CAPTION, ANSWER);

        // when
        kafka.send(asked);

        // then
        var results = kafka.await(2, keyed("p1"));
        assertThat(results)
                .extracting(ConsumerRecord::topic)
                .containsExactlyInAnyOrder(Topics.CAPTIONS, Topics.ANSWERS);
        var caption = results.stream()
                .filter(r -> r.topic().equals(Topics.CAPTIONS))
                .findFirst()
                .orElseThrow();
        assertThat(data(caption).get("text").asText()).isEqualTo("a text about test:/p1.jpg");
        assertThat(header(caption, "ce_type")).isEqualTo("dev.sightline.caption.generated.v1");
        assertThat(header(caption, "ce_subject")).isEqualTo("p1");
        assertThat(header(caption, "ce_dataschema")).endsWith("/schemas/caption.generated.v1.json");
    }

    @Test
    void worksOffTheBulkLaneToo() {
        // when
        kafka.send(request(Topics.REQUESTS_BULK, "b1", "test:/b1.jpg", CAPTION));

        // then
        assertThat(kafka.await(1, keyed("b1")))
                .extracting(ConsumerRecord::topic)
                .containsExactly(Topics.CAPTIONS);
    }

    @Test
    void deadLettersWhatIsNoEventAndCaptionsTheRestOfTheBatch() {
        // given
        var bad = new ProducerRecord<>(Topics.REQUESTS, 0, "bad".getBytes(UTF_8), new byte[] {1, (byte) 0xff, 0});
        bad.headers().add("mine", "kept".getBytes(UTF_8));

        // when
        IntStream.range(0, 5)
                .forEach(i -> kafka.send(onPartition0(request(Topics.REQUESTS, "g" + i, "test:/g.jpg", CAPTION))));
        kafka.send(bad);
        IntStream.range(5, 10)
                .forEach(i -> kafka.send(onPartition0(request(Topics.REQUESTS, "g" + i, "test:/g.jpg", CAPTION))));

        // then
        assertThat(kafka.await(10, keyedLike("g")))
                .extracting(ConsumerRecord::topic)
                .containsOnly(Topics.CAPTIONS);
        var letter = kafka.await(1, keyed("bad")).get(0);
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(letter.value()).isEqualTo(bad.value());
        assertThat(header(letter, "mine")).isEqualTo("kept");
        assertThat(header(letter, "sightline-failure-code")).isEqualTo("event_malformed");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topics.REQUESTS);
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("0");
        assertThat(header(letter, "dead-letter-offset")).isNotBlank();
    }

    @Test
    void namesAllTasksOfAFailedImageInOneDeadLetter() {
        // when
        kafka.send(request(Topics.REQUESTS, "f1", "test:/f1.jpg?fail=image_not_found", CAPTION, ALT));

        // then
        var ends = kafka.await(1, keyed("f1"));
        assertThat(ends).hasSize(1);
        assertThat(header(ends.get(0), "sightline-failure-code")).isEqualTo("image_not_found");
        assertThat(header(ends.get(0), "sightline-task-ids")).isEqualTo("caption,alt");
        assertThat(header(ends.get(0), "sightline-stage")).isEqualTo("fetch");
        assertThat(header(ends.get(0), "sightline-retryable")).isEqualTo("false");
    }

    @Test
    void keepsWhatSucceededWhereOneTaskFails() {
        // when
        kafka.send(request(Topics.REQUESTS, "h1", "test:/h1.jpg?fail=prompt_too_long&task=answer", CAPTION, ANSWER));

        // then
        var ends = kafka.await(2, keyed("h1"));
        assertThat(ends)
                .extracting(ConsumerRecord::topic)
                .containsExactlyInAnyOrder(Topics.CAPTIONS, Topics.DEAD_LETTERS);
        var letter = ends.stream()
                .filter(r -> r.topic().equals(Topics.DEAD_LETTERS))
                .findFirst()
                .orElseThrow();
        assertThat(header(letter, "sightline-task-ids")).isEqualTo("answer");
    }

    @Test
    void letsAnImageThatHangsLeaveItsBatchGivesItsSlotsBackAndTriesItAgain() {
        // given
        var before = captioner.cancelled();

        // when
        kafka.send(request(Topics.REQUESTS, "s1", "test:/s1.jpg?hang", CAPTION));

        // then
        assertThat(kafka.await(1, keyed("s1")))
                .extracting(ConsumerRecord::topic)
                .containsExactly(Topics.CAPTIONS);
        assertThat(captioner.requests("s1")).hasSize(2);
        assertThat(captioner.cancelled()).isEqualTo(before + 1);
    }

    @Test
    void endsARequestWhoseCaptionerBreaks() {
        // when
        kafka.send(request(Topics.REQUESTS, "x1", "test:/x1.jpg?break", CAPTION));

        // then
        assertThat(header(kafka.await(1, keyed("x1")).get(0), "sightline-failure-code"))
                .isEqualTo("engine_failed");
    }

    @Test
    void answersEveryRequestOfManyExactlyOnce() {
        // given
        var ids = IntStream.range(0, 500).mapToObj(i -> "many-" + i).toList();

        // when
        ids.forEach(id -> kafka.send(request(Topics.REQUESTS, id, "test:/m.jpg", CAPTION)));

        // then
        kafka.await(ids.size(), keyedLike("many-"));
        List<String> keys = kafka.all().stream()
                .filter(keyedLike("many-"))
                .map(r -> new String(r.key(), UTF_8))
                .toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static ProducerRecord<byte[], byte[]> onPartition0(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), 0, record.key(), record.value(), record.headers());
    }

    @Test
    void forgetsADeletedImageAndPublishesNothingForIt() throws Exception {
        // given
        var image = ImageBytes.copyOf("an image".getBytes(UTF_8));
        store.put(new ImageClaim("d1", Instant.now().minusSeconds(1)), image);
        var deletion = new CloudEvent(
                "e-d1",
                "/test",
                ImageDeleted.TYPE,
                "d1",
                Instant.now(),
                null,
                Map.of(),
                Json.mapper().valueToTree(new ImageDeleted("d1", "asked to", null)));

        // when
        kafka.send(CloudEventRecords.write(Topics.REQUESTS, "d1", deletion));

        // then
        await().atMost(Duration.ofMinutes(2))
                .until(() -> store.get(image.sha256()).isEmpty());
        assertThat(kafka.all()).noneMatch(keyed("d1"));
    }
}
