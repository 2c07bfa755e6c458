package dev.sightline.pipeline;

import static dev.sightline.event.TaskType.CAPTION;
import static dev.sightline.pipeline.KafkaRig.header;
import static dev.sightline.pipeline.KafkaRig.keyed;
import static dev.sightline.pipeline.KafkaRig.keyedLike;
import static dev.sightline.pipeline.KafkaRig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@TestProfile(FakeCaptionerProfile.class)
class EngineFailuresTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"GENERATION_REJECTED", "ENGINE_FAILED"})
    void whatTheEngineCannotDoEndsInADeadLetterUnchanged(FailureCode code) {
        // given
        try (var kafka = new KafkaRig(bootstrapServers)) {
            var bad = request(Topics.REQUESTS, "e-" + code.name(), "test:/e.jpg?fail=" + code.code(), CAPTION);

            // when
            kafka.send(request(Topics.REQUESTS, "good1-" + code, "test:/g.jpg", CAPTION));
            kafka.send(bad);
            kafka.send(request(Topics.REQUESTS, "good2-" + code, "test:/g.jpg", CAPTION));

            // then
            var letter = kafka.await(1, keyed("e-" + code)).get(0);
            assertThat(header(letter, "sightline-failure-code")).isEqualTo(code.code());
            assertThat(letter.value()).isEqualTo(bad.value());
            assertThat(kafka.await(2, keyedLike("good").and(r -> header(r, "ce_subject")
                            .endsWith(code.name()))))
                    .extracting(ConsumerRecord::topic)
                    .containsOnly(Topics.CAPTIONS);
        }
    }
}
