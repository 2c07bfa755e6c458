package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static dev.sightline.index.Entries.captioned;
import static dev.sightline.index.Entries.documented;
import static dev.sightline.index.Entries.ids;
import static dev.sightline.index.Entries.placed;
import static dev.sightline.index.Entries.text;
import static dev.sightline.index.SearchQuery.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.index.SearchQuery.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images found by where they lie, alone and beside words. */
class VectorSearchTest {
    @TempDir
    Path folder;

    private ImageIndex index;

    @BeforeEach
    void open() throws IOException {
        index = ImageIndex.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Test
    void fusesWordsAndMeaningByReciprocalRank() throws IOException {
        // given: "near" is first by meaning, "word" by words, "both" second in each
        holding(
                captioned("word", "dog dog dog"),
                captioned("both", "A dog with its owner in the park"),
                captioned("near", "A puppy"),
                captioned("far", "A car"),
                placed("word", "r", -1, 0.1f),
                placed("both", "r", 0.8f, 0.2f),
                placed("near", "r", 1, 0),
                placed("far", "r", -1, 0));

        // when
        var found = index.search(words("dog", 10).near(QueryVector.of("r", new float[] {1, 0})));

        // then: 1/62+1/62 · 1/61+1/63 · 1/61 · 1/64
        assertThat(ids(found)).containsExactly("word", "both", "near", "far");
        assertThat(found.hits().get(0).score()).isCloseTo(1 / 61.0 + 1 / 63.0, within());
        assertThat(found.hits().get(1).score()).isCloseTo(2 / 62.0, within());
        assertThat(found.hits().get(2).score()).isCloseTo(1 / 61.0, within());
        assertThat(found.rankedBy())
                .containsExactlyInAnyOrder(SearchResults.Ranking.WORDS, SearchResults.Ranking.MEANING);
    }

    @Test
    void ranksByTheCosineAmongThoseThatPassTheFilter() throws IOException {
        // given
        holding(
                documented("caption", NOON, text("caption", "x")),
                documented("alt", NOON, text("alt", "y")),
                placed("caption", "r", 3, 4),
                placed("alt", "r", 4, 3));
        var east = QueryVector.of("r", new float[] {9, 0});

        // then
        var all = index.search(words("", 10).near(east));
        assertThat(ids(all)).containsExactly("alt", "caption");
        assertThat(all.hits().get(0).score()).isCloseTo((1 + 0.8) / 2, within());
        assertThat(ids(index.search(
                        words("", 10).near(east).within(new Filter("caption", null, null, null, null, null)))))
                .containsExactly("caption");
    }

    @Test
    void neverComparesVectorsOfDifferentRevisions() throws IOException {
        // given
        holding(captioned("old", "x"), captioned("new", "y"), placed("old", "r1", 1, 0), placed("new", "r2", 1, 0, 0));

        // then
        assertThat(ids(index.search(words("", 10).near(QueryVector.of("r1", new float[] {1, 0})))))
                .containsExactly("old");
        assertThat(ids(index.search(words("", 10).near(QueryVector.of("r2", new float[] {1, 0, 0})))))
                .containsExactly("new");
        assertThat(ids(index.search(words("", 10).near(QueryVector.of("r3", new float[] {1, 0})))))
                .isEmpty();
    }

    @Test
    void neverComparesVectorsOfDifferentDimensions() throws IOException {
        holding(
                captioned("two", "x"),
                captioned("three", "y"),
                placed("two", "r", 1, 0),
                placed("three", "r", 1, 0, 0));

        assertThat(ids(index.search(words("", 10).near(QueryVector.of("r", new float[] {1, 0, 0})))))
                .containsExactly("three");
    }

    @Test
    void doesNotFindWhatHasNoDocumentYet() throws IOException {
        // given
        holding(placed("early", "r", 1, 0), captioned("cat", "A cat"));
        var east = QueryVector.of("r", new float[] {1, 0});

        // then
        assertThat(index.size()).isEqualTo(1);
        assertThat(ids(index.search(words("-dog", 10)))).containsExactly("cat");
        assertThat(ids(index.search(words("", 10)))).containsExactly("cat");
        assertThat(ids(index.search(words("", 10).near(east)))).isEmpty();

        // when
        holding(captioned("early", "A cow"));

        // then
        assertThat(ids(index.search(words("", 10).near(east)))).containsExactly("early");
    }

    @Test
    void findsImagesLikeAnotherOneButNotThatOne() throws IOException {
        // given
        holding(
                captioned("asked", "x"),
                captioned("like", "y"),
                captioned("unlike", "z"),
                placed("asked", "r", 1, 0),
                placed("like", "r", 1, 0.1f),
                placed("unlike", "r", 0, 1));
        var near = index.vectorOf("asked").orElseThrow();

        // when
        var found = index.search(new SearchQuery("", List.of(near), Filter.NONE, "asked", 0, 10));

        // then
        assertThat(ids(found)).containsExactly("like", "unlike");
    }

    private void holding(IndexChange... changes) throws IOException {
        for (var change : changes) {
            index.apply(change);
        }
        index.refresh();
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-6);
    }
}
