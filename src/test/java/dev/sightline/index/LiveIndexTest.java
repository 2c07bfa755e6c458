package dev.sightline.index;

import static dev.sightline.index.Entries.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Cluster;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIndexTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<NewTopic> TOPICS = List.of(topic(Topics.DOCUMENTS), topic(Topics.EMBEDDINGS));

    @TempDir
    static Path data;

    private static Cluster cluster;
    private static Map<String, Object> kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCluster() {
        cluster = Cluster.open(data, null, TOPICS);
        kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopCluster() {
        producer.close();
        cluster.close();
    }

    @Test
    void findsADocumentWhenItHasComeAndGoesOnAfterARestart() throws Exception {
        try (var live = started()) {
            // when
            live.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            send(TestRecords.written("first", "A walrus", Instant.now()));

            // then
            await().atMost(PATIENCE).until(() -> found(live, "walrus").contains("first"));
        }
        send(TestRecords.written("second", "A walrus", Instant.now()));
        try (var live = started()) {
            live.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(found(live, "walrus")).containsExactlyInAnyOrder("first", "second");
        }
    }

    @Test
    void rebuildsBesideTheIndexThatServes() throws Exception {
        // given
        send(TestRecords.written("rebuilt", "An okapi", Instant.now()));
        send(TestRecords.written(
                ImageEmbedded.of("rebuilt", "00", new TextGenerated.Model("t", "r"), new float[] {0, 1}),
                Instant.now()));
        try (var live = started()) {
            live.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

            // when
            live.rebuild().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

            // then
            assertThat(found(live, "okapi")).containsExactly("rebuilt");
            assertThat(live.ask(index -> index.vectorOf("rebuilt")).orElseThrow())
                    .isPresent();
            assertThat(live.progress()).isEqualTo(new IndexProgress(true, true, 0, 0));
            assertThat(generations()).containsExactly("2");
            live.rebuild().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(generations()).containsExactly("3");
        }
    }

    @Test
    void isMadeAnewWhereItsFolderIsBrokenOrAboutOtherTopics() throws Exception {
        // given
        send(TestRecords.written("whole", "A tapir", Instant.now()));
        try (var index = ImageIndex.open(folder.resolve("1"))) {
            index.apply(Entries.captioned("foreign", "A tapir"));
            index.commit(new IndexPositions("other topics", Map.of(), Instant.now()));
        }

        // then
        try (var live = started()) {
            live.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(found(live, "tapir")).containsExactly("whole");
        }

        // when
        try (var files = Files.list(folder.resolve("1"))) {
            for (var file :
                    files.filter(f -> f.toString().contains("segments_")).toList()) {
                Files.write(file, new byte[100]);
            }
        }

        // then
        try (var live = started()) {
            live.caughtUp().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(found(live, "tapir")).containsExactly("whole");
        }
    }

    @Test
    void answersNothingBeforeItIsOpen() throws IOException {
        try (var live = new LiveIndex(new IndexTopics(kafka), TestSettings.in(folder), () -> {})) {
            assertThat(live.ask(ImageIndex::size)).isEmpty();
            assertThat(live.progress().open()).isFalse();
        }
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(3), Optional.empty()).configs(Map.of("cleanup.policy", "compact"));
    }

    private LiveIndex started() {
        var live = new LiveIndex(new IndexTopics(kafka), TestSettings.in(folder), () -> {});
        live.start();
        return live;
    }

    private List<String> generations() throws IOException {
        try (var folders = Files.list(folder)) {
            return folders.map(f -> f.getFileName().toString()).toList();
        }
    }

    private static List<String> found(LiveIndex live, String words) throws IOException {
        return ids(live.ask(index -> index.search(SearchQuery.words(words, 9))).orElseThrow());
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }
}
