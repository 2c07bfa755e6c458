package dev.sightline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.event.TextGenerated;
import dev.sightline.index.ImageEntry;
import dev.sightline.index.SearchResults;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search found, as JSON.
 *
 * @param total      images whose words match and that pass the filter
 * @param images     the best of them, best first
 * @param facets     field → value → how many of the total
 * @param rankedBy   {@code words, meaning, time}
 * @param anyWord    whether no image has all the words
 * @param didYouMean the words with unknown ones replaced
 * @param notice     for people: what did not take part, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchAnswer(
        long total,
        List<Image> images,
        Map<String, Map<String, Long>> facets,
        List<String> rankedBy,
        boolean anyWord,
        @Nullable String didYouMean,
        @Nullable String notice) {
    static SearchAnswer of(SearchResults results, @Nullable String notice) {
        return new SearchAnswer(
                results.total(),
                results.hits().stream().map(Image::of).toList(),
                results.facets(),
                results.rankedBy().stream()
                        .map(ranking -> ranking.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                results.anyWord(),
                results.didYouMean().orElse(null),
                notice);
    }

    /** One image found. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Image(
            String imageId,
            TextGenerated.@Nullable ImageName image,
            String state,
            Instant updatedAt,
            double score,
            List<Text> texts) {
        static Image of(SearchResults.Hit hit) {
            var entry = hit.image();
            return new Image(
                    entry.imageId(),
                    entry.uri() == null ? null : new TextGenerated.ImageName(entry.uri(), entry.name()),
                    entry.state(),
                    entry.updatedAt(),
                    hit.score(),
                    hit.texts().stream().map(Text::of).toList());
        }
    }

    /** One of its texts; {@code marked} is HTML with {@code <mark>} around what matched, absent where nothing did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(
            String task,
            String language,
            @Nullable String question,
            String text,
            @Nullable String marked,
            @Nullable String model) {
        static Text of(SearchResults.MarkedText marked) {
            ImageEntry.Text text = marked.text();
            return new Text(text.task(), text.language(), text.question(), text.text(), marked.marked(), text.model());
        }
    }
}
