package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConvolutionPaddingTest {
    private static final Path TOWER = Path.of("src/main/model/onnx/vision_encoder_q4.onnx");
    private static final int SIDE = 256;

    @Test
    void theTowerSeesTheSameToTheBitWithoutASinglePadding() throws OrtException {
        try (OnnxGraph filed = OnnxGraph.read(TOWER);
                OnnxGraph folded = OnnxGraph.read(TOWER)) {
            // when
            int gone = ConvolutionPadding.fold(folded);

            // then
            assertThat(gone).isEqualTo(5);
            assertThat(folded.uses("Pad")).isFalse();
            assertThat(tokens(folded)).isEqualTo(tokens(filed));
        }
    }

    private static float[][][] tokens(OnnxGraph graph) throws OrtException {
        Trial pictures = new Trial(graph, 2, 0, 1).with("pixel_values", 2, 3, SIDE, SIDE);
        try (OrtSession.SessionOptions options = OnnxRuntime.options();
                OrtSession session = OnnxRuntime.environment().createSession(graph.toBytes(), options);
                var pixels = pictures.tensor("pixel_values");
                OrtSession.Result result = session.run(Map.of("pixel_values", pixels))) {
            return (float[][][]) result.get(0).getValue();
        }
    }
}
