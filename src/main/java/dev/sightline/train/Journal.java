package dev.sightline.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run, a JSON object a line: {@code {"step","loss",…}} or {@code {"step","evaluation":{…}}}.
 *
 * <p>A resumed run forgets the lines of steps that it does again.
 */
final class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<JsonNode> lines = new ArrayList<>();

    private Journal(Path file) {
        this.file = file;
    }

    /** Opens a run's journal as of a step. */
    static Journal open(Path folder, int step) throws IOException {
        Journal journal = new Journal(folder.resolve("metrics.jsonl"));
        StringBuilder kept = new StringBuilder();
        if (Files.exists(journal.file)) {
            for (String line : Files.readAllLines(journal.file)) {
                JsonNode json = whole(line);
                if (json != null && json.path("step").asInt() <= step) {
                    journal.lines.add(json);
                    kept.append(line).append('\n');
                }
            }
        }
        Path fresh = journal.file.resolveSibling("metrics.jsonl.tmp");
        Files.writeString(fresh, kept);
        Files.move(fresh, journal.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return journal;
    }

    /** A line's object; none of a line that a killed process left unfinished. */
    private static @Nullable JsonNode whole(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    void step(TrainingProgress progress) throws IOException {
        append(JSON.createObjectNode()
                .put("step", progress.step())
                .put("loss", progress.loss())
                .put("learningRate", progress.rateFactor())
                .put("gradientNorm", progress.gradientNorm())
                .put("samples", progress.samples())
                .put("seconds", progress.seconds())
                .put("loading", progress.loading()));
    }

    void evaluation(int step, Map<String, Double> figures) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("step", step);
        figures.forEach(line.putObject("evaluation")::put);
        append(line);
    }

    private void append(ObjectNode line) throws IOException {
        lines.add(line);
        Files.writeString(
                file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** All lines so far, oldest first. */
    List<JsonNode> lines() {
        return List.copyOf(lines);
    }
}
