package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another program that says what it measured as JSON lines, among others that are passed over.
 *
 * @param command its command line
 * @param folder  where it is started, beside the libraries it needs
 */
public record JsonProgram(List<String> command, Path folder) {
    public JsonProgram {
        command = List.copyOf(command);
    }

    /**
     * Runs it to its end.
     *
     * @param lines how many lines with a time must come
     * @throws IOException if it cannot be started, fails, or says more or less
     */
    List<JsonNode> run(List<String> arguments, int lines) throws IOException, InterruptedException {
        var line = new ArrayList<>(command);
        line.addAll(arguments);
        var complaints = Files.createTempFile("sightline-peer", ".log");
        try {
            return run(line, complaints, lines);
        } finally {
            Files.delete(complaints);
        }
    }

    private List<JsonNode> run(List<String> line, Path complaints, int lines) throws IOException, InterruptedException {
        var process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(complaints.toFile())
                .start();
        var said = new ArrayList<JsonNode>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var text = out.readLine(); text != null; text = out.readLine()) {
                var json = text.startsWith("{") ? Json.mapper().readTree(text) : null;
                if (json != null && json.has("ms")) {
                    said.add(json);
                }
            }
        }
        if (process.waitFor() != 0 || said.size() != lines) {
            throw new IOException("it ended with %d after %d of %d lines%s; run it by hand: %s"
                    .formatted(process.exitValue(), said.size(), lines, lastOf(complaints), String.join(" ", command)));
        }
        return said;
    }

    private static String lastOf(Path complaints) throws IOException {
        return new String(Files.readAllBytes(complaints), UTF_8)
                .lines()
                .filter(text -> !text.isBlank())
                .reduce((earlier, later) -> later)
                .map(text -> ", saying: " + text.strip())
                .orElse("");
    }
}
