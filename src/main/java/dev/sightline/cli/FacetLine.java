package dev.sightline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many of the images found have a value.
 *
 * @param field {@code state, task, model} or {@code language}
 */
record FacetLine(String field, String value, long images) implements Printed {
    static final List<String> COLUMNS = List.of("field", "value", "images");

    /** Those of an answer of {@code GET /api/search}, in its order. */
    static List<FacetLine> of(JsonNode answer) {
        var lines = new ArrayList<FacetLine>();
        answer.path("facets").properties().forEach(field -> field.getValue()
                .properties()
                .forEach(value -> lines.add(new FacetLine(
                        field.getKey(), value.getKey(), value.getValue().asLong()))));
        return lines;
    }

    @Override
    public String asText() {
        return field + "\t" + Printed.escaped(value) + "\t" + images;
    }

    @Override
    public List<@Nullable Object> asCells() {
        return List.of(field, value, images);
    }

    @Override
    public boolean failed() {
        return false;
    }
}
