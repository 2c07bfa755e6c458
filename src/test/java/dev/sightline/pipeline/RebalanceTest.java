package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.keyedLike;
import static dev.sightline.pipeline.KafkaRig.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.event.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeCaptionerProfile.class)
class RebalanceTest {
    private static final int REQUESTS = 200;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    FakeCaptioner captioner;

    @Inject
    MeterRegistry meters;

    @Test
    void movesPartitionsWithoutDoingWorkTwice() {
        // given
        try (var kafka = new KafkaRig(bootstrapServers)) {
            IntStream.range(0, REQUESTS)
                    .forEach(i -> kafka.send(request(Topics.REQUESTS, "v" + i, "test:/v.jpg?ms=100", CAPTION)));
            kafka.await(20, keyedLike("v"));

            // when
            joinAndLeave();
            joinAndLeave();

            // then
            kafka.await(REQUESTS, keyedLike("v"));
            assertThat(kafka.all().stream().filter(keyedLike("v")).map(record -> new String(record.key(), UTF_8)))
                    .hasSize(REQUESTS)
                    .doesNotHaveDuplicates();
            assertThat(IntStream.range(0, REQUESTS)
                            .map(i -> captioner.requests("v" + i).size())
                            .sum())
                    .as("captioned once each")
                    .isEqualTo(REQUESTS);
            assertThat(meters.counter("caption.recomputed").count()).isZero();
        }
    }

    // another process takes some partitions, does nothing with them and goes
    private void joinAndLeave() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers, "group.id", "sightline-live", "enable.auto.commit", "false");
        try (var other = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            other.subscribe(List.of(Topics.REQUESTS));
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
        }
    }
}
