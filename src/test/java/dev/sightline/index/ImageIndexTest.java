package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static dev.sightline.index.Entries.captioned;
import static dev.sightline.index.Entries.ids;
import static dev.sightline.index.Entries.placed;
import static dev.sightline.index.SearchQuery.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.index.IndexChange.Undocumented;
import dev.sightline.index.IndexChange.Unembedded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIndexTest {
    private static final TopicPartition PARTITION = new TopicPartition("sightline.documents", 3);

    @TempDir
    Path folder;

    @Test
    void keepsDocumentsAndPositionsOfTheSameCommitOverACrash() throws IOException {
        // given
        var committed = new IndexPositions("cluster", Map.of(PARTITION, 7L), NOON);
        try (var index = ImageIndex.open(folder)) {
            index.apply(captioned("kept", "A dog"));
            index.commit(committed);
            index.apply(captioned("lost", "A dog"));
            index.refresh();
            assertThat(index.size()).isEqualTo(2);
        } // closes without a commit, as a crash does

        // when
        try (var index = ImageIndex.open(folder)) {
            // then
            assertThat(ids(index.search(words("dog", 9)))).containsExactly("kept");
            assertThat(index.committed()).isEqualTo(committed);
        }
    }

    @Test
    void isOpenInOneProcessAtATime() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            assertThat(index.size()).isZero();
            assertThatThrownBy(() -> ImageIndex.open(folder)).isInstanceOf(LockObtainFailedException.class);
        }
    }

    @Test
    void findsAnImageOnceItsDocumentCameAfterItsEmbedding() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            index.apply(placed("a", "r", 1, 0));
            index.refresh();
            assertThat(index.search(nearEast()).hits()).isEmpty();

            // when
            index.apply(captioned("a", "A dog"));
            index.refresh();

            // then
            assertThat(ids(index.search(nearEast()))).containsExactly("a");
        }
    }

    @Test
    void keepsFromViewWhatHasNoDocumentAnyMore() throws IOException {
        try (var index = ImageIndex.open(folder)) {
            // given
            index.apply(captioned("gone", "A dog"));
            index.apply(placed("gone", "r", 1, 0));

            // when
            index.apply(new Undocumented("gone"));
            index.refresh();

            // then
            assertThat(index.size()).isZero();
            assertThat(index.search(nearEast()).hits()).isEmpty();

            // and nothing is left of it once its embedding is gone too
            index.apply(new Unembedded("gone"));
            index.refresh();
            assertThat(index.vectorOf("gone")).isEmpty();
        }
    }

    /** Whatever the order in which two topics are read, and wherever refreshes fall, the latest of each holds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdsTheLatestThatEachTopicSays(long seed) throws IOException {
        var random = new Random(seed);
        var entries = new HashMap<String, @Nullable ImageEntry>();
        var vectors = new HashMap<String, @Nullable QueryVector>();
        try (var index = ImageIndex.open(folder)) {
            for (var i = 0; i < 500; i++) {
                var change = change(random);
                // when
                index.apply(change);
                if (random.nextInt(25) == 0) {
                    index.refresh();
                }
                if (change instanceof IndexChange.Documented documented) {
                    entries.put(change.imageId(), documented.entry());
                } else if (change instanceof IndexChange.Embedded embedded) {
                    vectors.put(change.imageId(), QueryVector.of(embedded.embedding()));
                } else if (change instanceof Undocumented) {
                    entries.put(change.imageId(), null);
                } else {
                    vectors.put(change.imageId(), null);
                }
            }
            index.refresh();

            // then
            for (var imageId : entries.keySet()) {
                assertThat(index.entryOf(imageId).orElse(null)).isEqualTo(entries.get(imageId));
                assertThat(index.vectorOf(imageId).orElse(null)).isEqualTo(vectors.get(imageId));
            }
            assertThat(index.size()).isEqualTo((int)
                    entries.values().stream().filter(e -> e != null).count());
        }
    }

    @Test
    void forgetsThePositionsOfAnotherLayout() {
        var data = new HashMap<>(new IndexPositions("cluster", Map.of(PARTITION, 7L), NOON).toCommitData());
        assertThat(IndexPositions.of(data).offsets()).containsEntry(PARTITION, 7L);

        data.put("sightline.layout", "0");
        assertThat(IndexPositions.of(data)).isEqualTo(IndexPositions.NONE);
        assertThat(IndexPositions.of(Map.of())).isEqualTo(IndexPositions.NONE);
    }

    private static IndexChange change(Random random) {
        var imageId = "image-" + random.nextInt(30);
        return List.of(
                        captioned(imageId, "A dog " + random.nextInt()),
                        placed(imageId, "r" + random.nextInt(2), random.nextFloat() + 1, random.nextFloat()),
                        new Undocumented(imageId),
                        new Unembedded(imageId))
                .get(List.of(0, 0, 0, 1, 1, 1, 2, 3).get(random.nextInt(8)));
    }

    private static SearchQuery nearEast() {
        return words("", 9).near(QueryVector.of("r", new float[] {1, 0}));
    }
}
