package dev.sightline.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param total   images that pass the filter and whose words match; all that pass where no words were given
 * @param hits    the best, best first
 * @param facets  of those {@code total}: field → value → how many images, most first
 * @param rankedBy what took part
 * @param anyWord whether no image has all the words, so that those with any of them are shown
 * @param didYouMean the words with unknown ones replaced by their nearest known, where that helps
 */
public record SearchResults(
        long total,
        List<Hit> hits,
        Map<String, Map<String, Long>> facets,
        Set<Ranking> rankedBy,
        boolean anyWord,
        Optional<String> didYouMean) {
    public SearchResults {
        hits = List.copyOf(hits);
        rankedBy = Set.copyOf(rankedBy);
    }

    /** By what images are ranked. */
    public enum Ranking {
        WORDS,
        MEANING,
        TIME
    }

    /**
     * One image found.
     *
     * @param image what is known of it
     * @param score of one ranking: BM25's, or the cosine's (1 + cos) / 2; of several: the fused reciprocal ranks
     * @param texts its texts, marked where the words stand
     */
    public record Hit(ImageEntry image, double score, List<MarkedText> texts) {
        public Hit {
            texts = List.copyOf(texts);
        }
    }

    /**
     * A text and where the words stand in it.
     *
     * @param text   the text
     * @param marked the same as HTML, escaped, with {@code <mark>} around what matched; null where nothing did
     */
    public record MarkedText(ImageEntry.Text text, @Nullable String marked) {}
}
