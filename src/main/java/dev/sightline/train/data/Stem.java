package dev.sightline.train.data;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.sightline.model.graph.OnnxModels;
import dev.sightline.model.runtime.Cores;
import dev.sightline.preprocess.PixelValues;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The frozen convolutional stem: pictures → a map of features, whose cells are the ViT's patches.
 *
 * <pre>pixel_values [B, 3, H, W] → f [B, C, h, w] → patches [B, h·w, C]</pre>
 */
public final class Stem implements AutoCloseable {
    private final ZooModel<List<PixelValues>, Patches> model;
    private final Predictor<List<PixelValues>, Patches> predictor;

    /**
     * A batch's patches.
     *
     * @param values   [B, N, C]
     * @param patches  N
     * @param channels C
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Patches(float[] values, int patches, int channels) {}

    private Stem(ZooModel<List<PixelValues>, Patches> model) {
        this.model = model;
        this.predictor = model.newPredictor();
    }

    /** Loads an ONNX file with one input and one output. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static Stem open(Path file) {
        ZooModel model = OnnxModels.load(file, (Class) List.class, Patches.class, new PatchTranslator());
        return new Stem(model);
    }

    /** Runs pictures of one size; one batch at a time. */
    public Patches patches(List<PixelValues> pictures) {
        try (Cores.Turn all = Cores.takeAll()) {
            return predictor.predict(pictures);
        } catch (TranslateException e) {
            throw new IllegalStateException("the stem's run failed", e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
    }

    private static final class PatchTranslator implements NoBatchifyTranslator<List<PixelValues>, Patches> {
        @Override
        public NDList processInput(TranslatorContext context, List<PixelValues> pictures) {
            long[] shape = pictures.get(0).shape();
            FloatBuffer batch = FloatBuffer.allocate(pictures.size() * Math.toIntExact(shape[0] * shape[1] * shape[2]));
            pictures.forEach(picture -> batch.put(picture.values()));
            NDArray pixels = context.getNDManager()
                    .create(batch.flip(), new Shape(pictures.size(), shape[0], shape[1], shape[2]));
            pixels.setName("pixel_values");
            return new NDList(pixels);
        }

        @Override
        public Patches processOutput(TranslatorContext context, NDList output) {
            Shape shape = output.get(0).getShape(); // [B, C, h, w]
            int batch = Math.toIntExact(shape.get(0));
            int channels = Math.toIntExact(shape.get(1));
            int cells = Math.toIntExact(shape.get(2) * shape.get(3));
            float[] map = output.get(0).toFloatArray();
            float[] patches = new float[map.length];
            for (int b = 0; b < batch; b++) {
                int start = b * channels * cells;
                for (int c = 0; c < channels; c++) {
                    for (int n = 0; n < cells; n++) {
                        patches[start + n * channels + c] = map[start + c * cells + n];
                    }
                }
            }
            return new Patches(patches, cells, channels);
        }
    }
}
