package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static dev.sightline.index.Entries.ids;
import static dev.sightline.index.Entries.placed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.TestClock;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFeedTest {
    private static final TopicPartition DOCUMENTS = new TopicPartition(Topics.DOCUMENTS, 0);
    private static final TopicPartition EMBEDDINGS = new TopicPartition(Topics.EMBEDDINGS, 0);
    private static final TopicSource SOURCE = new TopicSource("these", List.of(DOCUMENTS, EMBEDDINGS));

    @TempDir
    Path folder;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final TestClock clock = new TestClock(NOON);
    private long offset;

    @BeforeEach
    void topicsBeginAtZero() {
        consumer.updateBeginningOffsets(Map.of(DOCUMENTS, 0L, EMBEDDINGS, 0L));
        consumer.updateEndOffsets(Map.of(DOCUMENTS, 0L, EMBEDDINGS, 0L));
    }

    @Test
    void letsSearchesSeeAChangeWhenTheRefreshIsDue() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            arrive(TestRecords.document("dog", "A dog", NOON));
            feed.step();
            assertThat(index.size()).isZero();

            // when
            clock.pass(Duration.ofMillis(250));
            feed.step();

            // then
            assertThat(index.size()).isEqualTo(1);
        }
    }

    @Test
    void goesOnWhereTheLastCommitWas() throws IOException {
        // given
        try (var index = ImageIndex.open(folder)) {
            var feed = feed(index);
            arrive(TestRecords.document("kept", "A dog", NOON));
            clock.pass(Duration.ofSeconds(5));
            feed.step();
            arrive(TestRecords.document("lost", "A dog", NOON));
            feed.step();
        } // without a commit, as a crash ends

        // when
        try (var index = ImageIndex.open(folder)) {
            feed(index);

            // then
            assertThat(index.committed())
                    .isEqualTo(new IndexPositions("these", Map.of(DOCUMENTS, 1L, EMBEDDINGS, 0L), clock.instant()));
            assertThat(consumer.position(DOCUMENTS)).isEqualTo(1);
            assertThat(ids(index.search(SearchQuery.words("dog", 9)))).containsExactly("kept");
        }
    }

    @Test
    void keepsItsPositionsOfUseWhereNothingComes() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            feed.commit();

            // when
            clock.pass(Duration.ofHours(2));
            feed.step();

            // then
            assertThat(index.committed().readAt()).isEqualTo(clock.instant());
        }
    }

    @Test
    void leavesOutWhatSaysNothingAndGoesOn() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            var good = TestRecords.document("dog", "A dog", NOON);
            arrive(TestRecords.copy(good, good.key(), new byte[] {1, 2, 3}));
            arrive(good);

            // when
            feed.step();
            feed.commit();

            // then
            assertThat(index.size()).isEqualTo(1);
            assertThat(feed.skipped()).isEqualTo(1);
        }
    }

    @Test
    void leavesOutWhatLuceneDoesNotTakeAndGoesOn() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            arrive(TestRecords.document("dog", "A dog", NOON));
            arrive(TestRecords.document("x".repeat(40_000), "A name of 40 kB", NOON));
            arrive(TestRecords.embedding(placed("dog", "r", new float[] {1, 0}).embedding(), NOON));
            arrive(TestRecords.embedding(
                    placed("cat", "r", new float[] {1, 0, 0}).embedding(), NOON));
            var large = new float[2_000];
            Arrays.fill(large, 1);
            arrive(TestRecords.embedding(placed("cat", "r", large).embedding(), NOON));
            arrive(TestRecords.document("cat", "A cat", NOON));

            // when
            feed.step();
            feed.commit();

            // then
            assertThat(index.size()).isEqualTo(2);
            assertThat(feed.skipped()).isEqualTo(2);
        }
    }

    @Test
    void showsABacklogAtCommitsAlone() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            consumer.updateEndOffsets(Map.of(DOCUMENTS, 100_000L, EMBEDDINGS, 0L));
            arrive(TestRecords.document("dog", "A dog", NOON));

            // when
            clock.pass(Duration.ofSeconds(1));
            feed.step();

            // then
            assertThat(index.size()).isZero();

            // when
            clock.pass(Duration.ofSeconds(4));
            feed.step();

            // then
            assertThat(index.size()).isEqualTo(1);
        }
    }

    @Test
    void knowsHowFarItIsBehind() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            var feed = feed(index);
            assertThat(feed.lag()).isEqualTo(Long.MAX_VALUE);
            arrive(TestRecords.document("dog", "A dog", NOON));
            consumer.updateEndOffsets(Map.of(DOCUMENTS, 3L, EMBEDDINGS, 0L));

            // when
            feed.step();

            // then
            assertThat(feed.lag()).isEqualTo(2);
        }
    }

    @Test
    void positionsAreOfUseInTheSameTopicsForAsLongAsTombstonesStay() {
        var positions = new IndexPositions("these", Map.of(DOCUMENTS, 1L), NOON);

        assertThat(positions.continuesIn("these", NOON.plus(Duration.ofHours(23))))
                .isTrue();
        assertThat(positions.continuesIn("these", NOON.plus(Duration.ofHours(25))))
                .isFalse();
        assertThat(positions.continuesIn("others", NOON)).isFalse();
    }

    private IndexFeed feed(ImageIndex index) {
        return new IndexFeed(index, consumer, SOURCE, TestSettings.in(folder), clock);
    }

    private void arrive(ConsumerRecord<byte[], byte[]> record) {
        consumer.addRecord(new ConsumerRecord<>(
                record.topic(),
                0,
                offset++,
                record.timestamp(),
                record.timestampType(),
                -1,
                -1,
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch()));
    }
}
