package dev.sightline.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.document.ImageEvents;
import dev.sightline.event.Topics;
import dev.sightline.pipeline.EmbeddedClusterResource;
import dev.sightline.pipeline.KafkaRig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Compressed, a record may be larger than what may be sent; one that cannot be sent on must not end a topology. */
@QuarkusTest
@TestProfile(LargeRecordsTest.TopologiesAlone.class)
class LargeRecordsTest {
    private static final int LARGE = 3 * 1024 * 1024;
    private static final Map<String, Object> COMPRESSING =
            Map.of("compression.type", "gzip", "max.request.size", 2 * LARGE);

    /** The topologies without what captions. */
    public static class TopologiesAlone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sightline.roles", "intake,document");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(EmbeddedClusterResource.class));
        }
    }

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void whatIsTooLargeToBeSentOnLeavesItsHash() {
        // given
        try (var kafka = new KafkaRig(bootstrapServers, COMPRESSING)) {
            for (var topic : List.of(Topics.EDITS, Topics.UPLOADS)) {
                // when
                kafka.send(new ProducerRecord<>(topic, ("to " + topic).getBytes(UTF_8), new byte[LARGE]));

                // then
                var letter = kafka.await(1, letter("to " + topic)).get(0);
                assertThat(letter.value()).isNull();
                assertThat(KafkaRig.header(letter, "sightline-failure-code")).isEqualTo("publish_failed");
                assertThat(KafkaRig.header(letter, "sightline-value-sha256")).hasSize(64);
                assertThat(KafkaRig.header(letter, "dead-letter-topic")).isEqualTo(topic);
            }
        }
    }

    @Test
    void noWordOfASenderIsPassedOnAtAnyLength() {
        // given
        var words = new byte[LARGE];
        Arrays.fill(words, (byte) 'a');
        try (var kafka = new KafkaRig(bootstrapServers, COMPRESSING)) {
            var traced = new ImageEvents("traced").captioned("r1", 10, "A cat");
            traced.headers().remove("ce_traceparent").add("ce_traceparent", words);
            var address = ("https://photos.example/" + new String(words, UTF_8)).getBytes(UTF_8);

            // when
            kafka.send(traced);
            kafka.send(new ProducerRecord<>(Topics.UPLOADS, 1, "long".getBytes(UTF_8), address));
            kafka.send(new ProducerRecord<>(Topics.UPLOADS, 1, "next".getBytes(UTF_8), "no address".getBytes(UTF_8)));
            kafka.send(new ProducerRecord<>(Topics.EDITS, 1, "last".getBytes(UTF_8), "no event".getBytes(UTF_8)));

            // then
            for (var key : List.of("long", "next", "last")) {
                assertThat(kafka.await(1, letter(key))).as(key).hasSize(1);
            }
        }
    }

    private static Predicate<ConsumerRecord<byte[], byte[]>> letter(String key) {
        return KafkaRig.keyed(key).and(record -> record.topic().equals(Topics.DEAD_LETTERS));
    }
}
