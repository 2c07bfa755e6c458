package dev.sightline.bench;

import dev.sightline.caption.CaptionerSettings;
import dev.sightline.caption.LoadedModel;
import dev.sightline.encode.EncodeListener;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.preprocess.PixelValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/**
 * Whether this engine writes what a plain loop over the same files writes from the same pixel values.
 *
 * @param settings     this engine's; the precision of the other's files
 * @param prompt       what is asked of each image
 * @param maxNewTokens most tokens a caption
 */
public record PixelCheck(CaptionerSettings settings, String prompt, int maxNewTokens) {
    private static final int TOGETHER = 32; // rows must not depend on each other, so the other runs them alone

    /**
     * What came of it.
     *
     * @param images compared
     * @param equal  those whose greedy ids are the same to the last
     * @param share  of them
     */
    public record Result(int images, int equal, double share) {}

    /**
     * Compares.
     *
     * @param other is given a {@code .npy} file of pixel values [N,3,H,W] and prints each picture's ids
     * @throws IOException if it does not run
     */
    public Result run(List<byte[]> files, JsonProgram other) throws IOException, InterruptedException {
        var file = Files.createTempFile("sightline-pixels", ".npy");
        try {
            var ours = ids(files, file);
            var arguments =
                    List.of(file.toString(), "--prompt", prompt, "--max-new-tokens", Integer.toString(maxNewTokens));
            var theirs = other.run(arguments, files.size()).stream()
                    .map(line -> StreamSupport.stream(line.path("ids").spliterator(), false)
                            .map(id -> id.asInt())
                            .toList())
                    .toList();
            var equal = 0;
            for (var i = 0; i < ours.size(); i++) {
                equal += ours.get(i).equals(theirs.get(i)) ? 1 : 0;
            }
            return new Result(ours.size(), equal, (double) equal / ours.size());
        } finally {
            Files.delete(file);
        }
    }

    private List<List<Integer>> ids(List<byte[]> files, Path target) throws IOException {
        try (var model = LoadedModel.open(settings.withBatch(TOGETHER), EncodeListener.NONE, EngineListener.NONE)) {
            var pixels = files.stream()
                    .map(file -> model.preprocessor().preprocess(file).values())
                    .toList();
            NpyFile.write(
                    target,
                    pixels.stream().map(PixelValues::values).toList(),
                    pixels.get(0).shape());
            var writing = new ArrayList<CompletableFuture<List<Integer>>>();
            for (var picture : pixels) {
                writing.add(model.encoder()
                        .encode(picture)
                        .thenCompose(features -> model.generator()
                                .submit(GenerationRequest.of(features, prompt, GenerationConfig.greedy(maxNewTokens))
                                        .inBulk()))
                        .thenApply(generation -> generation.tokenIds()));
            }
            return writing.stream().map(CompletableFuture::join).toList();
        }
    }
}
