package dev.sightline.train.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtException;
import dev.sightline.train.TorchEngine;
import dev.sightline.train.data.PatchSource;
import dev.sightline.train.nn.CaptionBatch;
import dev.sightline.train.nn.CausalMask;
import dev.sightline.train.nn.RandomModel;
import dev.sightline.train.nn.TokenTree;
import dev.sightline.train.nn.VisionTower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("train")
class ModelExportTest {
    private static final Path TEMPLATE = Path.of("src/main/model");
    private static final long[] IDS = {1, 17, 30, 5, 66, 8, 41, 2};
    private static final int KEYS = 2 * 16;

    @TempDir
    Path folder;

    private NDManager manager;
    private RandomModel random;

    @BeforeEach
    void open() throws IOException {
        manager = TorchEngine.manager();
        random = new RandomModel(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theFolderIn32BitsGivesTheLogitsOfTheTrainedModelWholeAndTokenByToken() throws IOException, OrtException {
        // when
        export().write(folder, ExportFormat.FP32);

        // then
        float[] expected = logits();
        assertThat(decoded("", IDS.length)).containsExactly(expected, Offset.offset(1e-3f));
        assertThat(decoded("", 5)).containsExactly(expected, Offset.offset(1e-3f));
    }

    @Test
    void theFolderIn8BitsStaysNear() throws IOException, OrtException {
        export().write(folder, ExportFormat.Q8);

        assertThat(distance(decoded("_quantized", IDS.length), logits())).isLessThan(0.05);
    }

    @Test
    void theFolderIn4BitsStaysNearAndSaysHowManyTokensAnImageHas() throws IOException, OrtException {
        // when
        export().writeCalibrated(folder, examples(), new Noise(), 3, layers -> {});

        // then
        double calibrated = distance(decoded("_q4", IDS.length), logits());
        assertThat(calibrated).isLessThan(0.5);
        assertThat(Files.exists(folder.resolve("onnx/vision_encoder_q4.onnx"))).isTrue();
        assertThat(Files.readString(folder.resolve("config.json"))).contains("\"image_seq_length\" : 4");
    }

    @Test
    void theVisionEncoderGivesTheImageTokensOfTheTrainedModel() throws IOException, OrtException {
        // given
        export().write(folder, ExportFormat.FP32);
        float[] pixels = noise(2 * 3 * 16 * 16, 4);
        NDArray patches = VisionTower.patches(manager.create(pixels, new Shape(2, 3, 16, 16)), 4);

        // when
        float[] features = new OnnxRun()
                .floats("pixel_values", pixels, 2, 3, 16, 16)
                .of(folder.resolve("onnx/vision_encoder.onnx"))
                .get("image_features");

        // then
        assertThat(features).containsExactly(random.model.imageTokens(patches).toFloatArray(), Offset.offset(1e-4f));
    }

    @Test
    void theTowersFolderGivesTheUnitVectorsOfStageOne() throws IOException, OrtException {
        // given
        TowerExport.write(folder, random.parameters, RandomModel.SHAPE, TEMPLATE, null);
        float[] pixels = noise(3 * 16 * 16, 9);
        NDArray patches = VisionTower.patches(manager.create(pixels, new Shape(1, 3, 16, 16)), 4);
        CaptionBatch captions = CaptionBatch.pad(manager, List.of(new int[] {5, 6, 7}, new int[] {9, 10, 11, 12, 13}));

        // when
        float[] image = new OnnxRun()
                .floats("pixel_values", pixels, 1, 3, 16, 16)
                .of(folder.resolve("onnx/vision_model.onnx"))
                .get("image_embeds");
        float[] text = new OnnxRun()
                .longs("input_ids", new long[] {5, 6, 7, 0, 0, 9, 10, 11, 12, 13}, 2, 5)
                .longs("attention_mask", new long[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1}, 2, 5)
                .of(folder.resolve("onnx/text_model.onnx"))
                .get("text_embeds");

        // then
        assertThat(image).containsExactly(random.towers.image(patches).toFloatArray(), Offset.offset(1e-4f));
        assertThat(text).containsExactly(random.towers.text(captions).toFloatArray(), Offset.offset(1e-3f));
    }

    private ModelExport export() {
        return new ModelExport(manager, random.parameters, RandomModel.SHAPE, random.model, TEMPLATE, null);
    }

    /** Of the trained model, [T, V]. */
    private float[] logits() {
        NDArray x = random.model.decoder().embed(manager.create(IDS).expandDims(0));
        int[][] positions = {IntStream.range(0, IDS.length).toArray()};
        NDArray hidden = random.model.decoder().hidden(x, positions, CausalMask.of(manager, IDS.length), null);
        return random.model.decoder().logits(hidden).toFloatArray();
    }

    /** Of the exported graphs: the first tokens at once, the rest one by one over the past. */
    private float[] decoded(String suffix, int atOnce) throws OrtException {
        List<Float> logits = new ArrayList<>();
        float[][] past = new float[4][0];
        for (int done = 0; done < IDS.length; ) {
            int now = done == 0 ? atOnce : 1;
            long[] ids = Arrays.copyOfRange(IDS, done, done + now);
            float[] embeds = new OnnxRun()
                    .longs("input_ids", ids, 1, now)
                    .of(folder.resolve("onnx/embed_tokens" + suffix + ".onnx"))
                    .get("inputs_embeds");
            long[] mask = new long[done + now];
            Arrays.fill(mask, 1);
            OnnxRun run = new OnnxRun()
                    .floats("inputs_embeds", embeds, 1, now, 64)
                    .longs("attention_mask", mask, 1, mask.length)
                    .longs(
                            "position_ids",
                            IntStream.range(done, done + now).asLongStream().toArray(),
                            1,
                            now);
            for (int i = 0; i < 4; i++) {
                run.floats(name("past_key_values", i), past[i], 1, 2, past[i].length / KEYS, 16);
            }
            Map<String, float[]> out = run.of(folder.resolve("onnx/decoder_model_merged" + suffix + ".onnx"));
            for (float value : out.get("logits")) {
                logits.add(value);
            }
            for (int i = 0; i < 4; i++) {
                past[i] = out.get(name("present", i));
            }
            done += now;
        }
        float[] values = new float[logits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = logits.get(i);
        }
        return values;
    }

    private static String name(String prefix, int index) {
        return prefix + "." + index / 2 + (index % 2 == 0 ? ".key" : ".value");
    }

    private static List<ModelExport.Example> examples() {
        List<ModelExport.Example> examples = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 12; i++) {
            int[] ids = new int[20];
            boolean[] answers = new boolean[20];
            for (int t = 0; t < 20; t++) {
                ids[t] = t > 0 && t < 5 ? 3 : 4 + random.nextInt(90);
                answers[t] = t > 10;
            }
            TokenTree tree = new TokenTree();
            tree.add(ids, answers);
            examples.add(new ModelExport.Example("noise" + i, tree));
        }
        return examples;
    }

    /** The mean difference as a part of the mean size. */
    private static double distance(float[] a, float[] b) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            difference += Math.abs(a[i] - b[i]);
            size += Math.abs(b[i]);
        }
        return difference / size;
    }

    private static float[] noise(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private record Noise() implements PatchSource {
        @Override
        public int patches() {
            return 16;
        }

        @Override
        public int width() {
            return 48;
        }

        @Override
        public int views() {
            return 1;
        }

        @Override
        public void read(String image, int view, float[] out, int at) {
            float[] values = noise(16 * 48, image.hashCode());
            System.arraycopy(values, 0, out, at, values.length);
        }
    }
}
