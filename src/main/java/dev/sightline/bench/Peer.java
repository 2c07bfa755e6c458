package dev.sightline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
 * @param program it, the images left out
 */
public record Peer(String name, int batch, JsonProgram program) {
    private static final int PASSES = 2;
    private static final String SUM = "generate_total"; // of other stages

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
        var arguments = new ArrayList<String>();
        images.forEach(image -> arguments.add(image.toString()));
        arguments.addAll(List.of("--batch", Integer.toString(batch), "--repeat", Integer.toString(PASSES)));
        try {
            var said = program.run(arguments, PASSES * images.size());
            return result(said.subList(said.size() - images.size(), said.size()));
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private static Result result(List<JsonNode> captions) {
        var stages = new LinkedHashMap<String, Double>();
        var tokens = 0;
        var millis = 0.0;
        for (var caption : captions) {
            tokens += caption.path("tokens").asInt();
            var together = Math.max(1, caption.path("batch").asInt(1)); // the times are of the whole batch
            var share = 1.0 / together / captions.size();
            var times = caption.path("ms");
            times.properties()
                    .forEach(stage ->
                            stages.merge(stage.getKey(), stage.getValue().asDouble() * share, Double::sum));
            millis += times.has(SUM)
                    ? share
                            * (times.path(SUM).asDouble()
                                    + times.path("preprocess").asDouble())
                    : 0;
        }
        stages.remove(SUM);
        if (millis == 0) {
            millis = stages.values().stream().mapToDouble(Double::doubleValue).sum();
        }
        return new Result(1e3 / millis, (double) tokens / captions.size(), stages);
    }
}
