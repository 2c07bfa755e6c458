package dev.sightline.train.export;

import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes stage 1's towers as a folder in CLIP's layout: {@code onnx/vision_model.onnx}, {@code onnx/text_model.onnx}. */
public final class TowerExport {
    private TowerExport() {}

    /**
     * Writes both graphs and the JSON files.
     *
     * @param parameters with {@code vision.}, {@code text.}, {@code space.} and the word embeddings {@code llm.embed}
     */
    public static void write(Path folder, Parameters parameters, Architecture shape, Path template, @Nullable Path stem)
            throws IOException {
        Path onnx = Files.createDirectories(folder.resolve("onnx"));
        FolderFiles.clip(template, folder, shape);
        VisionGraph.begin(parameters, shape, stem, false).writeTower(onnx.resolve("vision_model.onnx"));
        Matrix words = Matrix.of(parameters.get("llm.embed"));
        TextGraph.write(onnx.resolve("text_model.onnx"), parameters, shape, words, words.columns());
    }
}
