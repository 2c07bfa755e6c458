package dev.sightline.web;

import dev.sightline.embed.ConfiguredTowers;
import dev.sightline.embed.Towers;
import dev.sightline.failure.FailureCode;
import dev.sightline.index.ImageIndex;
import dev.sightline.index.QueryVector;
import dev.sightline.index.SearchResults;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a search's vectors, by the towers or from what is known of an image, and asks the index. */
@ApplicationScoped
public class IndexAnswers {
    private final ConfiguredTowers towers;

    IndexAnswers(ConfiguredTowers towers) {
        this.towers = towers;
    }

    /**
     * Searches.
     *
     * @param picture a file that images shall be like, or null
     * @throws dev.sightline.failure.CaptionException where what is asked cannot be answered; it says why
     */
    SearchAnswer search(ImageIndex index, SearchParameters asked, byte @Nullable [] picture) throws IOException {
        var loaded = towers.get();
        var vectors = new ArrayList<QueryVector>();
        if (picture != null) {
            var tower = loaded.orElseThrow(() -> FailureCode.TASK_UNSUPPORTED
                    .because("no towers are configured (sightline.embed.towers): images are found by words alone")
                    .toException());
            vectors.add(QueryVector.of(tower.revision(), tower.ofImage(picture).toArray()));
        }
        if (asked.like() != null) {
            vectors.add(known(index, asked.like()));
        }
        loaded.flatMap(tower -> ofWords(tower, asked.words())).ifPresent(vectors::add);
        var results = index.search(asked.near(List.copyOf(vectors)));
        return SearchAnswer.of(results, notice(index, asked, results));
    }

    private static Optional<QueryVector> ofWords(Towers tower, String words) {
        return words.isBlank()
                ? Optional.empty()
                : Optional.of(
                        QueryVector.of(tower.revision(), tower.ofText(words).toArray()));
    }

    private static QueryVector known(ImageIndex index, String imageId) throws IOException {
        var vector = index.vectorOf(imageId);
        if (vector.isPresent()) {
            return vector.get();
        }
        var failure = index.entryOf(imageId).isPresent()
                ? FailureCode.TASK_UNSUPPORTED.because(
                        imageId + " has no embedding: images are embedded where towers are"
                                + " configured (sightline.embed.towers) when they are captioned")
                : FailureCode.IMAGE_NOT_FOUND.because("nothing is known of the image " + imageId);
        throw failure.toException();
    }

    private static @Nullable String notice(ImageIndex index, SearchParameters asked, SearchResults results) {
        if (asked.words().isBlank() || results.rankedBy().contains(SearchResults.Ranking.MEANING)) {
            return null;
        }
        return index.saysNothing(asked.words())
                ? "no word of it is looked for: ones such as \"the\" stand in nearly every text"
                : "by words alone: no towers are configured (sightline.embed.towers)";
    }
}
