package dev.sightline.train.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.train.data.TextLines;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a model said, one JSON object a line: {@code {"id","question","prediction","references"}}. */
public final class PredictionFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PredictionFile() {}

    /** Writes them in order. */
    public static void write(Path file, List<Judged> said) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Judged one : said) {
                ObjectNode line = JSON.createObjectNode()
                        .put("id", one.id())
                        .put("question", one.question())
                        .put("prediction", one.prediction());
                one.references().forEach(line.putArray("references")::add);
                out.write(JSON.writeValueAsString(line));
                out.newLine();
            }
        }
    }

    /**
     * Reads them in order; the question may be missing.
     *
     * @throws IllegalArgumentException if a line is no such object; the message names it
     */
    public static List<Judged> read(Path file) throws IOException {
        try (Stream<Judged> lines = TextLines.read(file, (line, number) -> parse(line))) {
            return lines.toList();
        }
    }

    private static Judged parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            List<String> references = new ArrayList<>();
            json.required("references").forEach(reference -> references.add(reference.asText()));
            return new Judged(
                    json.required("id").asText(),
                    json.path("question").asText(),
                    json.required("prediction").asText(),
                    references);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no prediction in JSON: " + e.getOriginalMessage(), e);
        }
    }
}
