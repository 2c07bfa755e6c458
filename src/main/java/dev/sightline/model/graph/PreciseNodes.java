package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The nodes that must compute in 32 bits where the rest of a graph computes in 16.
 *
 * <p>Three kinds: operators that have no 16-bit form; the mean of squares of a norm that is written out, from the squares to
 * the division by their root; and whatever angles, comparisons and whole numbers are made of, such as positions, which 16
 * bits count to 2,048 only.
 */
final class PreciseNodes {
    private static final Set<String> NO_HALVES = Set.of(
            "CumSum",
            "DynamicQuantizeLinear",
            "DequantizeLinear",
            "Max",
            "Min",
            "MatMulIntegerToFloat",
            "NonMaxSuppression",
            "QuantizeLinear",
            "Range",
            "Resize",
            "RoiAlign",
            "TopK");
    private static final Set<String> STATISTICS = Set.of("Pow", "ReduceMean", "ReduceSumSquare", "ReduceL2");
    private static final Set<String> AFTER_STATISTICS = Set.of("Add", "Sqrt", "Reciprocal", "Div", "Mul");
    private static final Set<String> EXACT =
            Set.of("Cos", "Sin", "Floor", "Ceil", "Round", "NonZero", "Equal", "Less", "Greater", "Mod");

    private final Set<String> floats;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Set<NodeProto> precise = new HashSet<>();
    private final Set<String> statistics = new HashSet<>();

    private PreciseNodes(List<NodeProto> nodes, Set<String> floats) {
        this.floats = floats;
        nodes.forEach(node -> node.getOutputList().forEach(output -> producers.put(output, node)));
        nodes.forEach(this::byOperator);
        nodes.stream().filter(this::isExact).forEach(this::withAncestors);
    }

    /**
     * Finds them.
     *
     * @param nodes  in an order in which they can run
     * @param floats the values that are 32-bit floats
     */
    static Set<NodeProto> of(List<NodeProto> nodes, Set<String> floats) {
        return new PreciseNodes(nodes, floats).precise;
    }

    private void byOperator(NodeProto node) {
        boolean statistic = STATISTICS.contains(node.getOpType());
        boolean after = AFTER_STATISTICS.contains(node.getOpType())
                && node.getInputList().stream().anyMatch(statistics::contains);
        if (statistic || after || NO_HALVES.contains(node.getOpType())) {
            precise.add(node);
        }
        boolean ends = Set.of("Mul", "Div").contains(node.getOpType())
                && !(node.getOpType().equals("Div") && isKnown(node.getInput(0)));
        if (statistic || (after && !ends)) {
            statistics.addAll(node.getOutputList());
        }
    }

    private boolean isKnown(String value) {
        return !producers.containsKey(value);
    }

    private boolean isExact(NodeProto node) {
        boolean toWhole = node.getOpType().equals("Cast") && !floats.contains(node.getOutput(0));
        return toWhole || EXACT.contains(node.getOpType()) || node.getOpType().endsWith("OrEqual");
    }

    private void withAncestors(NodeProto exact) {
        Deque<NodeProto> open = new ArrayDeque<>(List.of(exact));
        while (!open.isEmpty()) {
            NodeProto node = open.pop();
            if (precise.add(node) || node.equals(exact)) {
                node.getInputList().stream()
                        .filter(floats::contains)
                        .map(producers::get)
                        .filter(Objects::nonNull)
                        .filter(producer -> !precise.contains(producer))
                        .forEach(open::push);
            }
        }
    }
}
