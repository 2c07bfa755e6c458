package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.ANSWER;
import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyed;
import static dev.sightline.pipeline.KafkaRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Topics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeCaptionerProfile.class)
class RetryTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    FakeCaptioner captioner;

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
    void triesAgainWhatCanSucceedLater() {
        // when
        kafka.send(request(Topics.REQUESTS, "r1", "test:/r1.jpg?fail=fetch_timeout&times=1", CAPTION));

        // then
        assertThat(kafka.await(1, keyed("r1")))
                .extracting(ConsumerRecord::topic)
                .containsExactly(Topics.CAPTIONS);
        assertThat(captioner.requests("r1")).hasSize(2);
    }

    @Test
    void endsInADeadLetterAfterTheLastAttempt() {
        // given
        var asked = request(Topics.REQUESTS, "r2", "test:/r2.jpg?fail=fetch_unavailable", CAPTION);
        asked.headers().add("mine", "kept".getBytes(UTF_8));

        // when
        kafka.send(asked);

        // then
        var letter = kafka.await(1, keyed("r2")).get(0);
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(header(letter, "sightline-attempt")).isEqualTo("3");
        assertThat(header(letter, "sightline-retryable")).isEqualTo("true");
        assertThat(header(letter, "sightline-failure-code")).isEqualTo("fetch_unavailable");
        assertThat(header(letter, "mine")).isEqualTo("kept");
        assertThat(header(letter, "sightline-due")).isEmpty();
        assertThat(letter.value()).isEqualTo(asked.value());
        assertThat(captioner.requests("r2")).hasSize(3);
    }

    @Test
    void triesOnlyUnfinishedTasksAgain() {
        // when
        kafka.send(
                request(Topics.REQUESTS, "r3", "test:/r3.jpg?fail=engine_failed&task=answer&times=1", CAPTION, ANSWER));

        // then
        assertThat(kafka.await(2, keyed("r3")))
                .extracting(ConsumerRecord::topic)
                .containsExactlyInAnyOrder(Topics.CAPTIONS, Topics.ANSWERS);
        assertThat(captioner.requests("r3").get(1).tasks())
                .extracting(task -> task.taskId())
                .containsExactly("answer");
    }

    @Test
    void goesBackToTheLaneItCameFrom() {
        // when
        kafka.send(request(Topics.REQUESTS_BULK, "r4", "test:/r4.jpg?fail=fetch_timeout&times=1", CAPTION));

        // then
        assertThat(kafka.await(1, keyed("r4"))).hasSize(1);
        assertThat(captioner.requests("r4"))
                .extracting(again -> again.lane().topic())
                .containsOnly(Topics.REQUESTS_BULK);
    }

    @Test
    void startsAnewWithTheTasksOfADeadLetterThatIsSentBack() {
        // given
        kafka.send(request(
                Topics.REQUESTS, "r5", "test:/r5.jpg?fail=fetch_unavailable&task=answer&times=3", CAPTION, ANSWER));
        var letter = kafka.await(2, keyed("r5")).stream()
                .filter(end -> end.topic().equals(Topics.DEAD_LETTERS))
                .findFirst()
                .orElseThrow();

        // when
        kafka.send(new ProducerRecord<>(Topics.REQUESTS, null, letter.key(), letter.value(), letter.headers()));

        // then
        assertThat(kafka.await(3, keyed("r5")))
                .extracting(ConsumerRecord::topic)
                .containsExactlyInAnyOrder(Topics.CAPTIONS, Topics.DEAD_LETTERS, Topics.ANSWERS);
    }
}
