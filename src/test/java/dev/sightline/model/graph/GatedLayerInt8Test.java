package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gated layer in 8 bits, y = (silu(x·G) ∘ x·U)·D, beside the same in doubles, in each version of the operators. */
class GatedLayerInt8Test {
    private static final int WIDTH = 48;
    private static final int HIDDEN = 80;
    private static final Random RANDOM = new Random(5);
    private static final float[] GATE = numbers(WIDTH * HIDDEN);
    private static final float[] UP = numbers(WIDTH * HIDDEN);
    private static final float[] DOWN = numbers(HIDDEN * WIDTH);
    private static final float[] ROWS = numbers(3 * WIDTH);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {12, 17, 18})
    void isNearTheSameInDoublesRowByRowWhateverTheOthersAre(int opset) throws IOException, OrtException {
        // given
        float[] x = ROWS.clone();
        for (int i = 0; i < WIDTH; i++) {
            x[i] *= 1000; // a row apart from the others, whose steps it must not take
        }
        float[] withZeros = x.clone();
        Arrays.fill(withZeros, 0, WIDTH, 0);

        // when
        float[] together = run(opset, x);
        float[] besideZeros = run(opset, withZeros);
        float[] alone = run(opset, Arrays.copyOfRange(x, 2 * WIDTH, 3 * WIDTH));

        // then
        for (int row = 0; row < 3; row++) {
            double[] expected = layer(x, row);
            double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < WIDTH; i++) {
                assertThat((double) together[row * WIDTH + i]).isCloseTo(expected[i], within(0.05 * most));
            }
        }
        assertThat(Arrays.copyOfRange(together, 2 * WIDTH, 3 * WIDTH)).isEqualTo(alone);
        assertThat(Arrays.copyOfRange(besideZeros, WIDTH, 3 * WIDTH))
                .isEqualTo(Arrays.copyOfRange(together, WIDTH, 3 * WIDTH));
        for (int i = 0; i < WIDTH; i++) {
            assertThat(Math.abs(besideZeros[i])).isZero();
        }
    }

    private float[] run(int opset, float[] x) throws IOException, OrtException {
        Path file = Files.write(folder.resolve(opset + ".onnx"), model(opset).toByteArray());
        try (OnnxGraph graph = OnnxGraph.read(file)) {
            assertThat(RowwiseInt8.rewrite(graph, false)).isEqualTo(3);
            try (OrtSession.SessionOptions options = OnnxRuntime.options();
                    OrtSession session = OnnxRuntime.environment().createSession(graph.toBytes(), options);
                    OnnxTensor given = OnnxTensor.createTensor(
                            OnnxRuntime.environment(), FloatBuffer.wrap(x), new long[] {1, x.length / WIDTH, WIDTH});
                    OrtSession.Result gives = session.run(Map.of("x", given))) {
                float[] y = new float[x.length];
                ((OnnxTensor) gives.get(0)).getFloatBuffer().get(y);
                return y;
            }
        }
    }

    private static ModelProto model(int opset) {
        ValueInfoProto x = OnnxNodes.value("x", TensorProto.DataType.FLOAT, 3);
        ValueInfoProto y = OnnxNodes.value("y", TensorProto.DataType.FLOAT, 3);
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(GraphProto.newBuilder()
                        .setName("gated")
                        .addInput(x)
                        .addOutput(y)
                        .addInitializer(OnnxNodes.floats("G", GATE, WIDTH, HIDDEN))
                        .addInitializer(OnnxNodes.floats("U", UP, WIDTH, HIDDEN))
                        .addInitializer(OnnxNodes.floats("D", DOWN, HIDDEN, WIDTH))
                        .addNode(OnnxNodes.node("MatMul", "g", List.of("x", "G")))
                        .addNode(OnnxNodes.node("MatMul", "u", List.of("x", "U")))
                        .addNode(OnnxNodes.node("Sigmoid", "s", List.of("g")))
                        .addNode(OnnxNodes.node("Mul", "silu", List.of("g", "s")))
                        .addNode(OnnxNodes.node("Mul", "gated", List.of("silu", "u")))
                        .addNode(OnnxNodes.node("MatMul", "y", List.of("gated", "D"))))
                .build();
    }

    private static double[] layer(float[] x, int row) {
        double[] gated = new double[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            double gate = 0;
            double up = 0;
            for (int i = 0; i < WIDTH; i++) {
                gate += x[row * WIDTH + i] * (double) GATE[i * HIDDEN + h];
                up += x[row * WIDTH + i] * (double) UP[i * HIDDEN + h];
            }
            gated[h] = gate / (1 + Math.exp(-gate)) * up;
        }
        double[] y = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            for (int h = 0; h < HIDDEN; h++) {
                y[i] += gated[h] * DOWN[h * WIDTH + i];
            }
        }
        return y;
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) RANDOM.nextGaussian();
        }
        return numbers;
    }
}
