package dev.sightline.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Cluster;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.pipeline.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of an index is killed again and again while documents come, change and go. */
@Tag("components")
class IndexCrashIT {
    private static final int KILLS = 10;
    private static final int RECORDS_BETWEEN_KILLS = 1_500;
    private static final List<NewTopic> TOPICS = List.of(topic(Topics.DOCUMENTS), topic(Topics.EMBEDDINGS));

    @TempDir
    Path folder;

    private final Random random = new Random(20260301);

    @Test
    void agreesWithTheTopicsDocumentByDocumentAfterKillsAtRandomMoments() throws Exception {
        try (var cluster = Cluster.open(folder.resolve("data"), null, TOPICS);
                var producer = producer(cluster)) {
            // given
            producer.initTransactions();

            // when
            for (var kill = 0; kill < KILLS; kill++) {
                try (var process = start(cluster, "killed-" + kill)) {
                    publish(producer);
                    pause(random.nextInt(6_000));
                    assertThat(process.isAlive()).isTrue();
                    process.kill();
                }
            }
            try (var process = start(cluster, "last")) {
                await().atMost(Duration.ofMinutes(2)).until(() -> process.printed(IndexProcess.CAUGHT_UP));
                process.kill();
            }

            // then
            var expected = whatTheTopicsSay(cluster);
            try (var index = ImageIndex.open(folder.resolve("index/1"))) {
                for (var image : expected.entrySet()) {
                    assertThat(index.entryOf(image.getKey()).orElse(null))
                            .as(image.getKey())
                            .isEqualTo(image.getValue().entry());
                    assertThat(index.vectorOf(image.getKey()).isPresent())
                            .as(image.getKey())
                            .isEqualTo(image.getValue().embedding() != null);
                }
                var findable = expected.values().stream()
                        .filter(image -> image.entry() != null)
                        .count();
                assertThat(findable).isPositive();
                assertThat(index.size()).isEqualTo((int) findable);
            }
        }
    }

    private ChildProcess start(Cluster cluster, String name) {
        return ChildProcess.start(
                IndexProcess.class,
                folder.resolve(name + ".log"),
                Map.of(
                        "index.bootstrap", cluster.bootstrapServers(),
                        "index.folder", folder.resolve("index").toString()));
    }

    // in transactions, every fourth of which is aborted and must leave no trace
    private void publish(KafkaProducer<byte[], byte[]> producer) {
        for (var sent = 0; sent < RECORDS_BETWEEN_KILLS; ) {
            producer.beginTransaction();
            for (var i = 0; i < 50; i++, sent++) {
                var unused = producer.send(record()); // the commit tells of those that were not taken
            }
            if (random.nextInt(4) == 0) {
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record() {
        var imageId = "image-" + random.nextInt(2_000);
        var at = Instant.ofEpochSecond(1_800_000_000L + random.nextInt(1_000_000));
        return switch (random.nextInt(10)) {
            case 0 -> TestRecords.writtenMark(imageId, at);
            case 1 -> new ProducerRecord<>(Topics.DOCUMENTS, imageId.getBytes(UTF_8), null);
            case 2 -> new ProducerRecord<>(Topics.EMBEDDINGS, imageId.getBytes(UTF_8), null);
            case 3, 4, 5 -> TestRecords.written(embedding(imageId), at);
            default -> TestRecords.written(imageId, "A dog number " + random.nextInt(), at);
        };
    }

    private ImageEmbedded embedding(String imageId) {
        var model = new TextGenerated.Model("towers", "r" + random.nextInt(2));
        return ImageEmbedded.of(imageId, "00", model, new float[] {1 + random.nextFloat(), random.nextFloat()});
    }

    /** What both topics hold in the end, merged without Lucene. */
    private static Map<String, IndexedImage> whatTheTopicsSay(Cluster cluster) {
        var images = new HashMap<String, IndexedImage>();
        var topics = new IndexTopics(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        try (var consumer = topics.consumer()) {
            var partitions = topics.describe().partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var change = TopicRecords.read(record);
                    images.merge(
                            change.imageId(),
                            IndexedImage.UNKNOWN.after(change),
                            (before, unused) -> before.after(change));
                }
            }
        }
        return images;
    }

    private static KafkaProducer<byte[], byte[]> producer(Cluster cluster) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "documents"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void pause(long millis) {
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        await().pollDelay(Duration.ZERO).atMost(Duration.ofMinutes(1)).until(() -> System.nanoTime() >= until);
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(3), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
    }
}
