package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Cluster;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.storage.VersityGateway;
import dev.sightline.streams.RunningTopology;
import dev.sightline.streams.StreamsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology at work on what a real S3 server sends to Kafka. */
@Tag("components")
class S3ServerIntakeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "in/my photo+ünï.jpg";
    private static final String IMAGE_ID = ImageId.ofUri("s3://images/" + KEY);

    @TempDir
    Path folder;

    @Test
    void whatIsPutAndRemovedOnTheServerIsAskedForAndDeleted() throws Exception {
        var topics = TopicSettings.load();
        try (var cluster = Cluster.open(folder.resolve("data"), null, Topics.required(topics));
                var s3 = VersityGateway.start(
                        folder.resolve("s3"),
                        "--event-kafka-url",
                        cluster.bootstrapServers(),
                        "--event-kafka-topic",
                        Topics.UPLOADS)) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
            var topology = IntakeTopology.build(IntakeRules.shipped(), topics.partitions(), Duration.ofDays(60));
            try (var intake = RunningTopology.start(
                            Intake.APPLICATION_ID, topology, kafka, settings(), new SimpleMeterRegistry());
                    var requests = requests(kafka, topics.partitions())) {
                // when: the server tells of two events in any order, and of each to any partition
                s3.createBucket("images");
                s3.put("images", "in/readme.txt", new byte[] {1, 2, 3});
                s3.put("images", KEY, new byte[] {1, 2, 3});
                var submitted = next(requests);
                s3.delete("images", KEY);
                var deleted = next(requests);

                // then
                assertThat(submitted).containsExactly(IMAGE_ID + " " + ImageSubmitted.TYPE);
                assertThat(deleted).containsExactly(IMAGE_ID + " " + ImageDeleted.TYPE);
                assertThat(intake.alive()).isTrue();
            }
        }
    }

    /** What is asked for next, each the image's id and the event's type. */
    private static List<String> next(KafkaConsumer<byte[], byte[]> requests) {
        var told = new ArrayList<String>();
        await().atMost(PATIENCE).until(() -> {
            requests.poll(Duration.ofMillis(100)).forEach(record -> told.add(keyAndType(record)));
            return !told.isEmpty();
        });
        return told;
    }

    private static String keyAndType(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8) + " "
                + new String(record.headers().lastHeader("ce_type").value(), UTF_8);
    }

    private StreamsSettings settings() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(StreamsSettings.class)
                .withDefaultValue("sightline.streams.data", folder.toString())
                .withDefaultValue("sightline.streams.standbys", "0")
                .build()
                .getConfigMapping(StreamsSettings.class);
    }

    private static KafkaConsumer<byte[], byte[]> requests(Map<String, Object> kafka, int partitions) {
        Map<String, Object> committed = new HashMap<>(kafka);
        committed.put("isolation.level", "read_committed");
        var consumer = new KafkaConsumer<>(committed, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (var partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(Topics.REQUESTS, partition));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }
}
