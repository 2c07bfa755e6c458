package dev.sightline.model;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.OnnxPart;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.graph.Fp32Weights;
import dev.sightline.model.graph.HalfPrecision;
import dev.sightline.model.graph.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a folder's networks once more, of 16-bit floats: what kernels of GPUs take. */
public final class HalfFolder {
    /** What becomes of weights. */
    public enum Format {
        /** All weights are 16-bit floats, those of 4 bits too; the files end in {@code _fp16}. */
        FP16("_fp16", Precision.FP32),
        /** Weights of 4 bits stay so, all else becomes 16-bit floats; the files end in {@code _q4f16}. */
        Q4F16("_q4f16", Precision.INT4);

        private final String suffix;
        private final Precision source;

        Format(String suffix, Precision source) {
            this.suffix = suffix;
            this.source = source;
        }
    }

    private HalfFolder() {}

    /**
     * Writes them.
     *
     * @param into its folder, or another, which then gets the files beside the networks too
     * @return the files written
     * @throws ModelRefusedException if a network cannot be rewritten
     * @throws IOException           if the folder cannot be written
     */
    public static List<Path> write(ModelFolder folder, Format format, Path into) throws IOException {
        Path onnx = Files.createDirectories(into.resolve("onnx"));
        if (!Files.isSameFile(into, folder.path())) {
            copyTexts(folder.path(), into);
        }
        List<Path> written = new ArrayList<>();
        Precision source = folder.has(format.source) ? format.source : Precision.AUTO;
        for (Map.Entry<OnnxPart, Path> network : folder.networks(source).entrySet()) {
            Path file = onnx.resolve(network.getKey().stem() + format.suffix + ".onnx");
            Path begun = file.resolveSibling(file.getFileName() + ".begun");
            convert(network.getValue(), format, begun);
            Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
            written.add(file);
        }
        return written;
    }

    private static void convert(Path from, Format format, Path to) throws IOException {
        try (OnnxGraph graph = OnnxGraph.read(from)) {
            if (format == Format.FP16) {
                Fp32Weights.rewrite(graph);
            }
            HalfPrecision.rewrite(graph);
            graph.write(to);
        } catch (ModelRefusedException e) {
            throw new ModelRefusedException(from + " stays as it is: " + e.getMessage(), e);
        }
    }

    private static void copyTexts(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            // what was measured of other files says nothing of these
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("precision.json"))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
