package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes at a decoder's end that compute each position from this position alone: what follows the last attention.
 *
 * <pre>
 * attention ─▶ output product ─▶ + ─▶ norm ─▶ gate and up, down ─▶ + ─▶ norm ─▶ hidden [B,S,D]
 * └─ entries ─┘                  ▲ an entry, too: what the layer was given
 * </pre>
 *
 * <p>Where only some positions of its end are wanted, only those need enter.
 *
 * @param nodes   the nodes
 * @param entries what they are given, [B,S,…] each
 */
public record PositionwiseTail(Set<NodeProto> nodes, Set<String> entries) {
    private static final Set<String> PRODUCTS = Set.of("MatMul", "MatMulNBits");
    private static final Set<String> NUMBER_BY_NUMBER = Set.of(
            "Add",
            "Mul",
            "Sub",
            "Div",
            "Pow",
            "Sqrt",
            "Reciprocal",
            "Cast",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Relu",
            "Gelu",
            "FastGelu",
            "QuickGelu");
    private static final Set<String> NORMS = Set.of(
            "SimplifiedLayerNormalization",
            "SkipSimplifiedLayerNormalization",
            "LayerNormalization",
            "SkipLayerNormalization");

    /** The longest such end of a graph; no nodes, and one entry, where {@code hidden} is used elsewhere. */
    public static PositionwiseTail before(OnnxGraph graph, NodeProto head, String hidden) {
        Set<NodeProto> nodes = new LinkedHashSet<>();
        Set<String> entries = new LinkedHashSet<>(Set.of(hidden));
        for (boolean found = true; found; ) {
            found = false;
            for (String entry : List.copyOf(entries)) {
                NodeProto node = graph.producer(entry);
                if (node != null && isPositionwise(graph, node) && isReadBy(graph, node, nodes, head)) {
                    nodes.add(node);
                    entries.removeAll(node.getOutputList());
                    entries.addAll(computed(graph, node));
                    found = true;
                }
            }
        }
        return new PositionwiseTail(nodes, entries);
    }

    private static boolean isReadBy(OnnxGraph graph, NodeProto node, Set<NodeProto> nodes, NodeProto head) {
        return node.getOutputList().stream()
                .filter(output -> !output.isEmpty())
                .allMatch(output -> !graph.outputs().contains(output)
                        && graph.consumers(output).stream()
                                .allMatch(reader -> nodes.contains(reader) || reader.equals(head)));
    }

    private static boolean isPositionwise(OnnxGraph graph, NodeProto node) {
        return computesByPosition(graph, node)
                && computed(graph, node).stream().allMatch(name -> comesByPosition(graph, graph.producer(name)));
    }

    /** Whether what a node gives is [B,S,…]: an attention, a product, a norm, or numbers made of such. */
    private static boolean comesByPosition(OnnxGraph graph, @Nullable NodeProto node) {
        if (node == null) {
            return false;
        }
        String operator = node.getOpType();
        return operator.equals("GroupQueryAttention")
                || (computesByPosition(graph, node)
                        && (PRODUCTS.contains(operator)
                                || NORMS.contains(operator)
                                || computed(graph, node).stream()
                                        .anyMatch(name -> comesByPosition(graph, graph.producer(name)))));
    }

    private static boolean computesByPosition(OnnxGraph graph, NodeProto node) {
        String operator = node.getOpType();
        if (PRODUCTS.contains(operator)) {
            return WeightMatrix.of(graph, node) != null;
        }
        if (NORMS.contains(operator)) {
            return RowwiseInt8.LAST_AXIS.contains(OnnxGraph.attribute(node, "axis", -1));
        }
        return switch (operator) {
            case "Split" -> RowwiseInt8.LAST_AXIS.contains(OnnxGraph.attribute(node, "axis", 0));
            case "ReduceMean" ->
                OnnxGraph.attribute(node, "keepdims", 1) == 1 && RowwiseInt8.LAST_AXIS.containsAll(axes(graph, node));
            default ->
                NUMBER_BY_NUMBER.contains(operator)
                        && node.getInputList().stream()
                                .allMatch(input -> isComputed(graph, input) || isRow(graph, input));
        };
    }

    /** The axes of a reduction; {0}, which is none of a position, where they are not known. */
    private static List<Long> axes(OnnxGraph graph, NodeProto reduction) {
        TensorProto told = reduction.getInputCount() > 1 ? graph.constant(reduction.getInput(1)) : null;
        return told != null
                ? Arrays.stream(OnnxNodes.longs(told)).boxed().toList()
                : reduction.getAttributeList().stream()
                        .filter(attribute -> attribute.getName().equals("axes"))
                        .map(AttributeProto::getIntsList)
                        .findFirst()
                        .orElse(List.of(0L));
    }

    /** What a node computes from, weights apart. */
    private static Set<String> computed(OnnxGraph graph, NodeProto node) {
        Set<String> names = new LinkedHashSet<>(
                PRODUCTS.contains(node.getOpType()) ? List.of(node.getInput(0)) : node.getInputList());
        names.removeIf(name -> !isComputed(graph, name));
        return names;
    }

    private static boolean isComputed(OnnxGraph graph, String name) {
        return !name.isEmpty() && graph.constant(name) == null;
    }

    /** Whether a weight is the same for all positions. */
    private static boolean isRow(OnnxGraph graph, String name) {
        TensorProto weight = graph.constant(name);
        return weight != null && weight.getDimsCount() <= 1;
    }
}
