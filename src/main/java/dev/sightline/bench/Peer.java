package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another program that captions the same images: it is given their paths and prints a JSON line each, with the times of its
 * batch. Loading is not counted, nor is its first pass over the images.
 *
 * @param name    what the report calls it
 * @param batch   images it takes together
 * @param command its command line, the images left out
 * @param folder  where it is started, beside the libraries it needs
 */
public record Peer(String name, int batch, List<String> command, Path folder) {
    private static final int PASSES = 2;

    public Peer {
        command = List.copyOf(command);
    }

    /**
     * What it did.
     *
     * @param imagesPerSecond whole captions
     * @param tokensPerImage  generated, the end token included
     * @param millisAnImage   wall-clock time a stage
     */
    public record Result(double imagesPerSecond, double tokensPerImage, Map<String, Double> millisAnImage) {}

    /**
     * Lets it caption the images.
     *
     * @throws IOException if it cannot be started, or ends with a failure
     */
    Result run(List<Path> images) throws IOException, InterruptedException {
        var line = new ArrayList<>(command);
        images.forEach(image -> line.add(image.toString()));
        line.addAll(List.of("--batch", Integer.toString(batch), "--repeat", Integer.toString(PASSES)));
        var process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = captions(process);
        if (process.waitFor() != 0 || said.size() != PASSES * images.size()) {
            throw new IOException("%s ended with %d after %d of %d captions; run it by hand: %s"
                    .formatted(
                            name, process.exitValue(), said.size(), PASSES * images.size(), String.join(" ", command)));
        }
        return result(said.subList(said.size() - images.size(), said.size()));
    }

    private static List<JsonNode> captions(Process process) throws IOException {
        var captions = new ArrayList<JsonNode>();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var json = line.startsWith("{") ? Json.mapper().readTree(line) : null;
                if (json != null && json.has("ms") && json.has("image")) {
                    captions.add(json);
                }
            }
        }
        return captions;
    }

    private static Result result(List<JsonNode> captions) {
        var stages = new LinkedHashMap<String, Double>();
        var tokens = 0;
        for (var caption : captions) {
            tokens += caption.path("tokens").asInt();
            var together = Math.max(1, caption.path("batch").asInt(1)); // the times are of the whole batch
            caption.path("ms")
                    .properties()
                    .forEach(stage -> stages.merge(
                            stage.getKey(), stage.getValue().asDouble() / together / captions.size(), Double::sum));
        }
        var millis = stages.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Result(1e3 / millis, (double) tokens / captions.size(), stages);
    }
}
