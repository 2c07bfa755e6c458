package dev.sightline.bench;

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

    /**
     * What it did.
     *
     * @param imagesPerSecond  whole captions
     * @param tokensPerSecond  generated
     * @param tokensPerImage   generated, the end token included
     * @param firstTokenMillis median time from a batch's turn to its first tokens: reading, encoding and prefill
     * @param tokenMillis      median time from one token of a batch's longest caption to its next
     * @param millisAnImage    wall-clock time a stage
     */
    public record Result(
            double imagesPerSecond,
            double tokensPerSecond,
            double tokensPerImage,
            double firstTokenMillis,
            double tokenMillis,
            Map<String, Double> millisAnImage) {}

    /**
     * One run.
     *
     * @param texts by image, in its order
     */
    record Run(Result result, Map<String, String> texts) {}

    /**
     * Lets it caption the images.
     *
     * @throws IOException if it cannot be started, or ends with a failure
     */
    Run run(List<Path> images) throws IOException, InterruptedException {
        var arguments = new ArrayList<String>();
        images.forEach(image -> arguments.add(image.toString()));
        arguments.addAll(List.of("--batch", Integer.toString(batch), "--repeat", Integer.toString(PASSES)));
        try {
            var said = program.run(arguments, PASSES * images.size());
            var last = said.subList(said.size() - images.size(), said.size());
            var texts = new LinkedHashMap<String, String>();
            last.forEach(line ->
                    texts.put(line.path("image").asText(), line.path("caption").asText()));
            return new Run(result(PeerBatch.of(last)), texts);
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private static Result result(List<PeerBatch> batches) {
        var images = batches.stream().mapToInt(PeerBatch::images).sum();
        var tokens = batches.stream().mapToInt(PeerBatch::tokens).sum();
        var seconds = batches.stream().mapToDouble(PeerBatch::millis).sum() / 1e3;
        var stages = new LinkedHashMap<String, Double>();
        batches.forEach(
                batch -> batch.stages().forEach((stage, millis) -> stages.merge(stage, millis / images, Double::sum)));
        return new Result(
                images / seconds,
                tokens / seconds,
                (double) tokens / images,
                Medians.of(batches.stream().map(PeerBatch::firstTokenMillis).toList()),
                Medians.of(batches.stream()
                        .filter(batch -> batch.longest() > 1)
                        .map(PeerBatch::tokenMillis)
                        .toList()),
                stages);
    }
}
