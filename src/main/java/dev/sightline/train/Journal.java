package dev.sightline.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        List<String> kept = new ArrayList<>();
        if (Files.exists(journal.file)) {
            for (String line : Files.readAllLines(journal.file)) {
                if (line.endsWith("}") && JSON.readTree(line).path("step").asInt() <= step) {
                    kept.add(line);
                    journal.lines.add(JSON.readTree(line));
                }
            }
        }
        Files.write(journal.file, kept);
        return journal;
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
