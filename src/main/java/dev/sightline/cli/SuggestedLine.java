package dev.sightline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Words that continue those typed.
 *
 * @param words with the ones typed
 */
record SuggestedLine(String words) implements Printed {
    static final List<String> COLUMNS = List.of("words");

    /** Those of an answer of {@code GET /api/search/suggestions}. */
    static List<SuggestedLine> of(JsonNode answer) {
        return StreamSupport.stream(answer.path("suggestions").spliterator(), false)
                .map(words -> new SuggestedLine(words.asText()))
                .toList();
    }

    @Override
    public String asText() {
        return words;
    }

    @Override
    public List<@Nullable Object> asCells() {
        return List.of(words);
    }

    @Override
    public boolean failed() {
        return false;
    }
}
