package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RowwiseInt8Test {
    private static final Path DECODER = Path.of("src/main/model/onnx/decoder_model_merged_q4.onnx");
    private static final int LAYERS = 30;
    private static final int PRODUCTS_A_LAYER = 4; // query with key and value, output, gate with up, down

    @Test
    void aProductThatIsOnlySplitAfterwardsGivesItsPartsAtOnce() {
        try (OnnxGraph graph = OnnxGraph.read(DECODER)) {
            // given
            assertThat(graph.uses("Split")).isTrue();

            // when
            int rewritten = RowwiseInt8.rewrite(graph, false);

            // then
            assertThat(rewritten).isEqualTo(LAYERS * PRODUCTS_A_LAYER + 1);
            assertThat(graph.uses("Split")).isFalse();
            assertThat(graph.nodes())
                    .filteredOn(node -> node.getOpType().equals("MatMulIntegerToFloat"))
                    .hasSize(LAYERS * (PRODUCTS_A_LAYER + 1) + 1);
        }
    }
}
