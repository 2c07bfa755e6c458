package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static dev.sightline.index.Entries.captioned;
import static dev.sightline.index.Entries.documented;
import static dev.sightline.index.Entries.ids;
import static dev.sightline.index.Entries.marked;
import static dev.sightline.index.Entries.text;
import static dev.sightline.index.SearchQuery.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.index.SearchQuery.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
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
    void findsWordsByTheirStemAndRanksTheWordAsItStandsFirst() throws IOException {
        // given
        holding(captioned("rides", "A girl rides a horse"), captioned("riding", "A girl riding a horse"));

        // when
        var found = index.search(words("riding horses", 10));

        // then
        assertThat(ids(found)).containsExactly("riding", "rides");
        assertThat(marked(found))
                .containsExactly(
                        "A girl <mark>riding</mark> a <mark>horse</mark>",
                        "A girl <mark>rides</mark> a <mark>horse</mark>");
        assertThat(found.rankedBy()).containsExactly(SearchResults.Ranking.WORDS);
    }

    @Test
    void keepsImagesOfAnyTime() throws IOException {
        holding(
                documented("first", Instant.MIN, text("caption", "a cat")),
                documented("now", NOON, text("caption", "a cat")),
                documented("last", Instant.MAX, text("caption", "a cat")));

        assertThat(ids(index.search(words("cat", 10)))).containsExactlyInAnyOrder("first", "now", "last");
        assertThat(LuceneDocuments.millis(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(LuceneDocuments.millis(NOON)).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void findsPhrasesPrefixesAndAlternativesAndLeavesOutWhatIsExcluded() throws IOException {
        // given
        holding(
                captioned("red-car", "A red car beside a blue house"),
                captioned("red-house", "A red house beside a blue car"),
                captioned("carriage", "A carriage in the snow"));

        // then
        assertThat(ids(index.search(words("\"red car\"", 10)))).containsExactly("red-car");
        assertThat(ids(index.search(words("carri*", 10)))).containsExactly("carriage");
        assertThat(ids(index.search(words("beside -\"red car\"", 10)))).containsExactly("red-house");
        assertThat(ids(index.search(words("snow | \"blue car\"", 10))))
                .containsExactlyInAnyOrder("carriage", "red-house");
    }

    @Test
    void foldsAccentsAndPossessives() throws IOException {
        holding(captioned("cafe", "The café's terrace"));

        assertThat(ids(index.search(words("cafe terrace", 10)))).containsExactly("cafe");
        assertThat(ids(index.search(words("CAFÉ", 10)))).containsExactly("cafe");
    }

    @Test
    void findsAnImageByItsName() throws IOException {
        holding(captioned("IMG_0042-beach", "Two people by the sea"), captioned("beach", "Two dogs"));

        assertThat(ids(index.search(words("beach", 10)))).containsExactlyInAnyOrder("IMG_0042-beach", "beach");
        assertThat(ids(index.search(words("0042", 10)))).containsExactly("IMG_0042-beach");
    }

    @Test
    void saysThatNoImageHasAllTheWordsAndShowsThoseWithAny() throws IOException {
        // given
        holding(captioned("dog", "A brown dog"), captioned("cat", "A black cat"));

        // when
        var found = index.search(words("brown cat -black", 10));

        // then
        assertThat(found.anyWord()).isTrue();
        assertThat(ids(found)).containsExactly("dog");
    }

    @Test
    void offersTheNearestKnownWordForAnUnknownOne() throws IOException {
        holding(captioned("bike", "A man on a bicycle"));

        assertThat(index.search(words("man on a bycicle", 10)).didYouMean()).contains("man on a bicycle");
        assertThat(index.search(words("bicycle", 10)).didYouMean()).isEmpty();
    }

    @Test
    void looksOnlyThroughTheTextsOfTheTaskThatIsFilteredFor() throws IOException {
        // given
        holding(
                documented("both", NOON, text("caption", "A dog in the snow"), text("alt", "Winter walk")),
                documented("alt-only", NOON, text("alt", "A dog on a sofa")));

        // when
        var found = index.search(words("dog", 10).within(new Filter("alt", null, null, null, null, null)));

        // then
        assertThat(ids(found)).containsExactly("alt-only");
    }

    @Test
    void filtersByModelRevisionStateLanguageAndTime() throws IOException {
        // given
        var early = NOON.minus(Duration.ofHours(1));
        holding(
                documented("early", early, new ImageEntry.Text("caption", "de", null, "Ein Hund", "other", "rev2")),
                documented("late", NOON, text("caption", "A dog")),
                new IndexChange.Documented(new ImageEntry("lost", null, null, "failed", NOON, List.of())));

        // then
        assertThat(found(new Filter(null, "other", null, null, null, null))).containsExactly("early");
        assertThat(found(new Filter(null, "rev1", null, null, null, null))).containsExactly("late");
        assertThat(found(new Filter(null, null, "failed", null, null, null))).containsExactly("lost");
        assertThat(found(new Filter(null, null, null, "de", null, null))).containsExactly("early");
        assertThat(found(new Filter(null, null, null, null, NOON, null))).containsExactly("late", "lost");
        assertThat(found(new Filter(null, null, null, null, null, NOON))).containsExactly("early");
    }

    @Test
    void listsTheNewestFirstWhereNothingIsLookedFor() throws IOException {
        // given
        holding(
                documented("old", NOON.minusSeconds(9)),
                documented("new", NOON),
                documented("older", NOON.minusSeconds(99)));

        // when
        var found = index.search(words(" ", 2));

        // then
        assertThat(ids(found)).containsExactly("new", "old");
        assertThat(found.total()).isEqualTo(3);
        assertThat(found.rankedBy()).containsExactly(SearchResults.Ranking.TIME);
        assertThat(ids(index.search(new SearchQuery("", List.of(), Filter.NONE, null, 2, 2))))
                .containsExactly("older");
    }

    @Test
    void countsTheValuesOfWhatWasFound() throws IOException {
        // given
        holding(
                documented("a", NOON, text("caption", "A dog"), text("alt", "A dog")),
                documented("b", NOON, text("caption", "Another dog")),
                documented("c", NOON, text("caption", "A cat")));

        // when
        var facets = index.search(words("dog", 1)).facets();

        // then
        assertThat(facets)
                .containsEntry("task", Map.of("caption", 2L, "alt", 1L))
                .containsEntry("state", Map.of("processed", 2L))
                .containsEntry("model", Map.of("sightline-small", 2L));
        assertThat(facets.get("task").keySet()).containsExactly("caption", "alt");
    }

    @Test
    void suggestsWhatContinuesTheWordsTypedMostFrequentFirst() throws IOException {
        // given
        holding(
                captioned("a", "A man riding a horse"),
                captioned("b", "A man riding a bicycle"),
                captioned("c", "A man on a manège"));

        // then
        assertThat(index.suggest("Man", 3)).containsExactly("man", "man riding", "manège");
        assertThat(index.suggest("man  rid", 3)).containsExactly("man riding");
        assertThat(index.suggest("", 3)).isEmpty();
    }

    @Test
    void knowsWordsThatAreNotLookedFor() {
        for (var nothing : List.of("the", "the of", "\"the\"", "+ |", "!?")) {
            assertThat(index.saysNothing(nothing)).as(nothing).isTrue();
        }
        for (var something : List.of("the dog", "dog*", "-dog", "5")) {
            assertThat(index.saysNothing(something)).as(something).isFalse();
        }
    }

    @Test
    void escapesTheTextItMarks() throws IOException {
        holding(captioned("sign", "A sign <b>stop</b> & go"));

        assertThat(marked(index.search(words("stop", 1))))
                .containsExactly("A sign &lt;b&gt;<mark>stop</mark>&lt;&#x2F;b&gt; &amp; go");
    }

    @Test
    void marksEachTextForTheWordsThatStandInIt() throws IOException {
        holding(documented("a", NOON, text("caption", "A dog"), text("alt", "Snow <3"), text("story", "Once")));

        assertThat(marked(index.search(words("dog snow", 1))))
                .containsExactly("A <mark>dog</mark>", "<mark>Snow</mark> &lt;3", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the",
                "\"",
                "\"unbalanced",
                "(",
                "-",
                "*",
                "+ +",
                "a:b",
                "x~9",
                "\\",
                "| |",
                "dog AND",
                "-dog",
                "🐕",
                "~",
                "\"the\"~3"
            })
    void answersWhateverIsTyped(String words) throws IOException {
        holding(captioned("dog", "A dog"));

        assertThat(index.search(words(words, 10)).hits()).hasSizeLessThan(2);
    }

    private List<String> found(Filter filter) throws IOException {
        return ids(index.search(words("", 10).within(filter)));
    }

    private void holding(IndexChange... changes) throws IOException {
        for (var change : changes) {
            index.apply(change);
        }
        index.refresh();
    }
}
