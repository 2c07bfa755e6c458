package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.OnnxNodes;
import dev.sightline.model.graph.PositionwiseTail;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LastPositionTest {
    private static final Path FUSED = Path.of("src/main/model/onnx/decoder_model_merged_q4.onnx");
    private static final Path UNFUSED = Path.of("src/test/resources/models/llava/onnx/decoder_model_merged.onnx");

    @Test
    void whatFollowsTheLastAttentionIsGivenLastPositionsAlone() {
        try (OnnxGraph graph = OnnxGraph.read(FUSED)) {
            // when
            boolean inserted = LastPosition.insert(graph);

            // then
            assertThat(inserted).isTrue();
            assertThat(operators(graph.consumers(lastAttention(graph)))).containsExactly("Flatten");
            assertThat(gathered(graph)).hasSize(2); // what was attended to, and what the layer was given
        }
    }

    @Test
    void soItIsWhereNormsAndGatesAreSpelledOut() {
        try (OnnxGraph graph = OnnxGraph.read(UNFUSED)) {
            // when
            boolean inserted = LastPosition.insert(graph);

            // then
            assertThat(inserted).isTrue();
            assertThat(gathered(graph)).hasSize(2);
        }
    }

    @Test
    void hiddenStatesThatTheGraphGivesStayWhole() {
        try (OnnxGraph graph = OnnxGraph.read(FUSED)) {
            // given
            NodeProto head = graph.producer("logits");
            String hidden = head.getInput(0);
            graph.rewrite(node -> node.equals(head)
                    ? List.of(head, OnnxNodes.node("Shape", "hidden.shape", List.of(hidden)))
                    : List.of(node));

            // when
            PositionwiseTail tail = PositionwiseTail.before(graph, head, hidden);

            // then
            assertThat(tail.nodes()).isEmpty();
            assertThat(tail.entries()).containsExactly(hidden);
        }
    }

    private static String lastAttention(OnnxGraph graph) {
        List<NodeProto> all = graph.nodes().stream()
                .filter(node -> node.getOpType().equals("GroupQueryAttention"))
                .toList();
        return all.get(all.size() - 1).getOutput(0);
    }

    private static Set<NodeProto> gathered(OnnxGraph graph) {
        return graph.consumers(LastPosition.INPUT).stream().collect(Collectors.toSet());
    }

    private static List<String> operators(List<NodeProto> nodes) {
        return nodes.stream().map(NodeProto::getOpType).toList();
    }
}
