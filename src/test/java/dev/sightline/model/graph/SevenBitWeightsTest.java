package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sightline.model.runtime.Processor;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SevenBitWeightsTest {
    private static final int MOST_ACTIVATION = 255;
    private static final Path DECODER = Path.of(System.getProperty("sightline.home", "."))
            .resolve("src/test/resources/models/llava/onnx/decoder_model_merged.onnx");

    @ParameterizedTest
    @CsvSource({
        "avx2, false",
        "avx512f, false",
        "avx_vnni, true",
        "avx512_vnni, true",
        "amx_int8, true",
        "asimddp, true"
    })
    void takesSevenBitsWhereTheProcessorAddsWithSaturation(String feature, boolean multipliesBytes) {
        assertThat(new Processor(Set.of(feature)).multipliesBytes()).isEqualTo(multipliesBytes);
    }

    @Test
    void noTwoProductsOfSevenBitWeightsSaturateTheirSum() {
        assertThat(2 * MOST_ACTIVATION * greatest(true)).isLessThanOrEqualTo(Short.MAX_VALUE);
        assertThat(greatest(false)).isEqualTo(Byte.MAX_VALUE);
    }

    private static int greatest(boolean sevenBits) {
        OnnxGraph graph = OnnxGraph.read(DECODER);
        assertThat(RowwiseInt8.rewrite(graph, sevenBits)).isPositive();
        return graph.nodes().stream()
                .filter(node -> node.getOpType().equals("MatMulIntegerToFloat"))
                .flatMap(node -> Stream.of(graph.weight(node.getInput(1))))
                .map(TensorProto::getRawData)
                .flatMapToInt(bytes -> IntStream.range(0, bytes.size()).map(i -> Math.abs(bytes.byteAt(i))))
                .max()
                .orElseThrow();
    }
}
