package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.train.data.PatchBatch;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.nn.AnswerBatch;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Decoder;
import dev.sightline.train.nn.DecoderLayer;
import dev.sightline.train.nn.Linear;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.TokenTree;
import dev.sightline.train.nn.VisionLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trained model as the folder that the pipeline and transformers.js run.
 *
 * <pre>onnx/{vision_encoder,embed_tokens,decoder_model_merged}[_quantized|_q4].onnx, and the JSON files beside</pre>
 */
public final class ModelExport {
    private final NDManager manager;
    private final Parameters parameters;
    private final Architecture shape;
    private final VisionLanguageModel model;
    private final Path template;
    private final @Nullable Path stem;

    /**
     * @param template a folder whose tokenizer, chat template and preprocessor go along
     * @param stem     the stem's graph; none for a ViT over pixels
     */
    public ModelExport(
            NDManager manager,
            Parameters parameters,
            Architecture shape,
            VisionLanguageModel model,
            Path template,
            @Nullable Path stem) {
        this.manager = manager;
        this.parameters = parameters;
        this.shape = shape;
        this.model = model;
        this.template = template;
        this.stem = stem;
    }

    /** A conversation that shows what the decoder's inputs look like, packed; its image by name, empty for none. */
    public record Example(String image, TokenTree tree) {}

    /** Writes the JSON files, and the graphs in 32 or 8 bits. */
    public void write(Path folder, ExportFormat format) throws IOException {
        begin(folder, format);
        Function<Matrix, Projection> projection =
                format == ExportFormat.FP32 ? Projection::fullPrecision : m -> BlockQuantised.nearest(m, 8);
        DecoderGraph.write(decoderFile(folder, format), model.decoder().config(), weights(projection));
    }

    /** Writes the JSON files, and the graphs in 4 bits, calibrated on examples; hears of each layer. */
    public void writeCalibrated(
            Path folder, List<Example> examples, PatchSource patches, int imageId, IntConsumer progress)
            throws IOException {
        begin(folder, ExportFormat.Q4);
        try (NDManager sequencesManager = manager.newSubManager()) {
            List<Calibration.Sequence> sequences = new ArrayList<>();
            for (Example example : examples) {
                sequences.add(sequence(sequencesManager, example, patches, imageId));
            }
            Calibration calibration = new Calibration(sequencesManager, model.decoder(), sequences);
            DecoderGraph.write(
                    decoderFile(folder, ExportFormat.Q4), model.decoder().config(), calibration.quantise(progress));
        }
    }

    private Calibration.Sequence sequence(NDManager kept, Example example, PatchSource patches, int imageId)
            throws IOException {
        try (NDManager scratch = kept.newSubManager()) {
            NDArray seen = model.imageTokens(PatchBatch.of(scratch, patches, List.of(example.image()), new int[] {0}));
            AnswerBatch batch = AnswerBatch.pack(scratch, List.of(example.tree()), imageId, shape.imageTokens());
            NDArray x = model.splice(batch, seen);
            x.attach(kept);
            batch.mask().attach(kept);
            return new Calibration.Sequence(x, batch.positions(), batch.mask());
        }
    }

    private void begin(Path folder, ExportFormat format) throws IOException {
        Path onnx = Files.createDirectories(folder.resolve("onnx"));
        FolderFiles.llava(template, folder, shape, model.decoder().config(), stem != null);
        boolean full = format == ExportFormat.FP32;
        VisionGraph.begin(parameters, shape, stem, !full)
                .writeEncoder(
                        onnx.resolve(format.file("vision_encoder")),
                        model.decoder().config().hidden());
        Matrix words = Matrix.of(model.decoder().wordEmbeddings());
        Path embed = onnx.resolve(format.file("embed_tokens"));
        if (full) {
            EmbeddingGraph.writeFull(embed, words);
        } else {
            EmbeddingGraph.writeBytes(embed, words);
        }
    }

    private static Path decoderFile(Path folder, ExportFormat format) {
        return folder.resolve("onnx").resolve(format.file("decoder_model_merged"));
    }

    private DecoderGraph.Weights weights(Function<Matrix, Projection> projection) {
        Decoder decoder = model.decoder();
        List<DecoderGraph.Layer> layers = new ArrayList<>();
        for (DecoderLayer layer : decoder.layers()) {
            Projection[] projections = new Projection[4];
            for (int i = 0; i < projections.length; i++) {
                projections[i] = projection.apply(merged(layer.projections()[i]));
            }
            layers.add(new DecoderGraph.Layer(
                    layer.norms()[0].toFloatArray(),
                    projections[0],
                    projections[1],
                    layer.norms()[1].toFloatArray(),
                    projections[2],
                    projections[3]));
        }
        return new DecoderGraph.Weights(
                layers, decoder.norm().toFloatArray(), projection.apply(Matrix.of(decoder.head())));
    }

    private static Matrix merged(Linear linear) {
        try (NDArray matrix = linear.merged()) {
            return Matrix.of(matrix);
        }
    }
}
