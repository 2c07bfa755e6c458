package dev.sightline.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values of a JSON list, or values one after the other: one in memory at a time, what is wrong with one told with its number. */
final class JsonValues {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final MappingIterator<JsonNode> values;

    private JsonValues(Path file, MappingIterator<JsonNode> values) {
        this.file = String.valueOf(file.getFileName());
        this.values = values;
    }

    /**
     * What they mean, in order; the caller closes the stream.
     *
     * <p>The stream fails with an {@link IllegalArgumentException} that names file and line where there is no JSON, file and number
     * where a value means nothing.
     */
    static <T> Stream<T> read(Path file, Function<JsonNode, T> reading) throws IOException {
        try {
            var values = new JsonValues(file, JSON.readerFor(JsonNode.class).readValues(file.toFile()));
            var number = new AtomicLong();
            return Stream.iterate(values.next(), Objects::nonNull, before -> values.next())
                    .map(value -> values.meaning(Objects.requireNonNull(value), number.incrementAndGet(), reading))
                    .onClose(values::close);
        } catch (JsonProcessingException e) {
            throw noJson(String.valueOf(file.getFileName()), e);
        }
    }

    private @Nullable JsonNode next() {
        try {
            return values.hasNextValue() ? values.nextValue() : null;
        } catch (JsonProcessingException e) {
            throw noJson(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalArgumentException noJson(String file, JsonProcessingException e) {
        return new IllegalArgumentException(
                "%s, line %d: no JSON: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()), e);
    }

    private <T> T meaning(JsonNode value, long number, Function<JsonNode, T> reading) {
        try {
            return reading.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s, entry %d: %s".formatted(file, number, e.getMessage()), e);
        }
    }

    private void close() {
        try {
            values.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
