package dev.sightline.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One image found.
 *
 * @param image as {@code GET /api/search} answers it
 */
record FoundLine(@JsonValue JsonNode image) implements Printed {
    static final List<String> COLUMNS = List.of("imageId", "name", "uri", "state", "score", "task", "text");

    /** The images of an answer. */
    static List<FoundLine> of(JsonNode answer) {
        return StreamSupport.stream(answer.path("images").spliterator(), false)
                .map(FoundLine::new)
                .toList();
    }

    @Override
    public String asText() {
        var name = image.path("image").path("name").asText(image.path("imageId").asText());
        return Printed.escaped(name) + "\t" + best().path("text").asText();
    }

    @Override
    public List<@Nullable Object> asCells() {
        var cells = new ArrayList<@Nullable Object>();
        cells.add(image.path("imageId").asText());
        cells.add(image.path("image").path("name").asText());
        cells.add(image.path("image").path("uri").asText());
        cells.add(image.path("state").asText());
        cells.add(image.path("score").asDouble());
        cells.add(best().path("task").asText());
        cells.add(best().path("text").asText());
        return cells;
    }

    @Override
    public boolean failed() {
        return false;
    }

    /** The first text in which the words stand, else the first. */
    private JsonNode best() {
        var texts = image.path("texts");
        return StreamSupport.stream(texts.spliterator(), false)
                .filter(text -> text.has("marked"))
                .findFirst()
                .orElse(texts.path(0));
    }
}
