package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sightline.model.Decoder;
import dev.sightline.model.DecoderOrigin;
import dev.sightline.model.DecoderRewriting;
import dev.sightline.model.HalfFolder;
import dev.sightline.model.KeyValueCache;
import dev.sightline.model.TinyTexts;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of 16-bit floats beside those that they were made of; the processor computes both. */
class HalfPrecisionTest {
    private static final Path MODELS = Path.of(System.getProperty("sightline.home", "."), "src/test/resources/models");
    private static final float TOLERANCE = 0.02f; // of the largest value: 11 bits, through two layers

    @TempDir
    private Path made;

    private Path half(String model, String part) throws IOException {
        Path file = made.resolve(part + "_fp16.onnx");
        try (OnnxGraph graph =
                OnnxGraph.read(MODELS.resolve(model).resolve("onnx").resolve(part + ".onnx"))) {
            HalfPrecision.rewrite(graph);
            graph.write(file);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gqa", "llava"})
    void aDecodersLogitsStayNearThoseOf32Bits(String model) throws IOException {
        // given
        Path onnx = MODELS.resolve(model).resolve("onnx");

        // when
        List<float[]> expected = scores(onnx.resolve("decoder_model_merged.onnx"), onnx.resolve("embed_tokens.onnx"));
        List<float[]> found = scores(half(model, "decoder_model_merged"), half(model, "embed_tokens"));

        // then
        for (int text = 0; text < expected.size(); text++) {
            assertNear(found.get(text), expected.get(text));
        }
    }

    private static List<float[]> scores(Path file, Path embedding) {
        DecoderRewriting nothingElse = DecoderRewriting.to(Precision.AUTO);
        try (Decoder decoder = DecoderOrigin.load(file, embedding, nothingElse, Device.CPU);
                KeyValueCache cache = decoder.allocate(4, 32)) {
            return TinyTexts.scores(decoder, cache);
        }
    }

    private static void assertNear(float[] found, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], offset(TOLERANCE * largest));
        }
    }

    @Test
    void aVisionEncodersFeaturesStayNearThoseOf32Bits() throws IOException, OrtException {
        // when
        float[] expected = features(MODELS.resolve("llava/onnx/vision_encoder.onnx"));
        float[] found = features(half("llava", "vision_encoder"));

        // then
        assertNear(found, expected);
    }

    private static float[] features(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = OnnxRuntime.options();
                OrtSession session = OnnxRuntime.environment().createSession(file.toString(), options)) {
            long[] shape =
                    ((TensorInfo) session.getInputInfo().get("pixel_values").getInfo()).getShape();
            long size = shape[2] > 0 ? shape[2] : 32;
            float[] pixels = new float[(int) (3 * size * size)];
            Random random = new Random(5);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextGaussian();
            }
            try (OnnxTensor input = OnnxTensor.createTensor(
                            OnnxRuntime.environment(), FloatBuffer.wrap(pixels), new long[] {1, 3, size, size});
                    OrtSession.Result result = session.run(Map.of("pixel_values", input))) {
                FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] copy = new float[values.remaining()];
                values.get(copy);
                return copy;
            }
        }
    }

    @Test
    void keysAndValuesAreOf16BitsAndAllElseIsFedAsBefore() throws IOException, OrtException {
        // when
        Path file = half("llava", "decoder_model_merged");

        // then
        try (OrtSession.SessionOptions options = OnnxRuntime.options();
                OrtSession session = OnnxRuntime.environment().createSession(file.toString(), options)) {
            assertThat(type(session.getInputInfo(), "inputs_embeds")).isEqualTo(OnnxJavaType.FLOAT);
            assertThat(type(session.getInputInfo(), "past_key_values.1.value")).isEqualTo(OnnxJavaType.FLOAT16);
            assertThat(type(session.getOutputInfo(), "present.0.key")).isEqualTo(OnnxJavaType.FLOAT16);
            assertThat(type(session.getOutputInfo(), "logits")).isEqualTo(OnnxJavaType.FLOAT);
        }
    }

    private static OnnxJavaType type(Map<String, NodeInfo> values, String name) {
        return ((TensorInfo) values.get(name).getInfo()).type;
    }

    @Test
    void writesAFolderThatRunsByItself() throws IOException {
        // given
        ModelFolder folder = ModelFolder.open(MODELS.resolve("llava"));

        // when
        List<Path> written = HalfFolder.write(folder, HalfFolder.Format.FP16, made);

        // then
        assertThat(written)
                .extracting(file -> made.relativize(file).toString())
                .containsExactlyInAnyOrder(
                        "onnx/vision_encoder_fp16.onnx",
                        "onnx/embed_tokens_fp16.onnx",
                        "onnx/decoder_model_merged_fp16.onnx");
        try (VisionLanguageModel model = VisionLanguageModel.load(ModelFolder.open(made), Precision.FP16)) {
            assertThat(model.decoder().bytesPerToken()).isEqualTo(2L * 2 * 2 * 16 * Short.BYTES);
        }
    }

    @Test
    void refusesBranches() {
        try (OnnxGraph branching = OnnxGraph.read(MODELS.resolve("llava/onnx/embed_tokens.onnx"))) {
            branching.rewrite(node -> List.of(node.toBuilder()
                    .addAttribute(
                            AttributeProto.newBuilder().setName("then_branch").setG(GraphProto.newBuilder()))
                    .build()));

            assertThatThrownBy(() -> HalfPrecision.rewrite(branching)).hasMessageContaining("branches");
        }
    }
}
