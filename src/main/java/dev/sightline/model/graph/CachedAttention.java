package dev.sightline.model.graph;

import static dev.sightline.model.graph.GraphNotRewritableException.require;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One layer's attention as exporters write it: keys and values are put behind the past's, and every step is a node.
 *
 * <pre>
 * past key   [B,K,P,D] ┐
 * new key    [B,K,S,D] ┴▶ Concat ─▶ (heads repeated, scaled) ─▶ ᵀ ┐
 * query      [B,H,S,D] ───────────────────────────────────────────┴▶ MatMul ─▶ (scaled, masked) ─▶ Softmax ┐
 * past, new value      ──▶ Concat ─▶ (heads repeated) ─────────────────────────────────────────────────────┴▶ MatMul ─▶ context
 * </pre>
 *
 * @param layer      its number
 * @param query      the name of the query's value
 * @param newKey     of the new keys
 * @param newValue   of the new values
 * @param keys       the node that puts new keys behind the past's
 * @param values     the node that puts new values behind the past's
 * @param keyFactors numbers that multiply the keys after that
 * @param scores     the product of queries and keys
 * @param masked     what the softmax reads
 * @param context    the product of weights and values, [B,H,S,D]
 */
public record CachedAttention(
        int layer,
        String query,
        String newKey,
        String newValue,
        NodeProto keys,
        NodeProto values,
        List<String> keyFactors,
        NodeProto scores,
        String masked,
        NodeProto context) {
    private static final Set<String> REARRANGING =
            Set.of("Identity", "Unsqueeze", "Expand", "Reshape", "Transpose", "Tile", "Cast");
    private static final Set<String> SELECTING = Set.of("Identity", "Slice", "Gather", "Cast");
    private static final Set<String> KEEPING = Set.of("Identity", "Cast", "Dropout", "Where");

    /** The names of the past's inputs and the outputs that continue them. */
    static String past(int layer, String kind) {
        return "past_key_values." + layer + "." + kind;
    }

    static String present(int layer, String kind) {
        return "present." + layer + "." + kind;
    }

    /** Finds every layer's. */
    public static List<CachedAttention> all(OnnxGraph graph) throws GraphNotRewritableException {
        require(graph.takes(past(0, "key")), "it has no past_key_values.0.key");
        for (String branching : List.of("If", "Loop", "Scan")) {
            require(!graph.uses(branching), "it branches (" + branching + ")");
        }
        List<CachedAttention> all = new ArrayList<>();
        for (int layer = 0; graph.takes(past(layer, "key")); layer++) {
            all.add(of(graph, layer));
        }
        return all;
    }

    private static CachedAttention of(OnnxGraph graph, int layer) throws GraphNotRewritableException {
        NodeProto keys = concatenation(graph, layer, "key");
        NodeProto values = concatenation(graph, layer, "value");
        List<String> factors = new ArrayList<>();
        NodeProto scores = product(graph, keys.getOutput(0), factors);
        require(scores != null, "the keys of layer " + layer + " are not multiplied by a query");
        List<String> valueFactors = new ArrayList<>();
        NodeProto context = product(graph, values.getOutput(0), valueFactors);
        require(
                context != null && valueFactors.isEmpty(),
                "the values of layer " + layer + " are not multiplied by weights as they are");
        NodeProto softmax = softmax(graph, context.getInput(0));
        require(softmax != null, "the values of layer " + layer + " are not weighed by a Softmax");
        return new CachedAttention(
                layer,
                scores.getInput(0),
                keys.getInput(1),
                values.getInput(1),
                keys,
                values,
                List.copyOf(factors),
                scores,
                softmax.getInput(0),
                context);
    }

    private static NodeProto concatenation(OnnxGraph graph, int layer, String kind) throws GraphNotRewritableException {
        String present = present(layer, kind);
        NodeProto node = graph.producer(present);
        while (node != null && node.getOpType().equals("Identity")) {
            node = graph.producer(node.getInput(0));
        }
        require(
                node != null && node.getOpType().equals("Concat") && node.getInputCount() == 2,
                present + " is not a past with new columns behind it");
        long axis = OnnxGraph.attribute(node, "axis", 0);
        require(axis == 2 || axis == -2, present + " does not grow along its third axis");
        String from = node.getInput(0);
        while (!from.equals(past(layer, kind))) {
            NodeProto selecting = graph.producer(from);
            require(
                    selecting != null && SELECTING.contains(selecting.getOpType()),
                    present + " does not begin with " + past(layer, kind));
            from = selecting.getInput(0);
        }
        return node;
    }

    /** The matrix product whose right side a value becomes, by being rearranged and multiplied with single numbers. */
    private static @Nullable NodeProto product(OnnxGraph graph, String value, List<String> factors) {
        for (NodeProto reader : graph.consumers(value)) {
            String operator = reader.getOpType();
            if (operator.equals("MatMul") && reader.getInput(1).equals(value)) {
                return reader;
            }
            boolean first = reader.getInputCount() > 0 && reader.getInput(0).equals(value);
            boolean scaling = operator.equals("Mul") && ofShapesOnly(graph, reader.getInput(first ? 1 : 0));
            if ((REARRANGING.contains(operator) && first) || scaling) {
                NodeProto found = product(graph, reader.getOutput(0), factors);
                if (found != null) {
                    if (scaling) {
                        factors.add(reader.getInput(first ? 1 : 0));
                    }
                    return found;
                }
            }
        }
        return null;
    }

    /** Whether a value depends on no token, but at most on how many there are. */
    private static boolean ofShapesOnly(OnnxGraph graph, String value) {
        Deque<String> open = new ArrayDeque<>(List.of(value));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            NodeProto maker = graph.producer(name);
            if (maker == null && graph.constant(name) == null) {
                return false;
            }
            if (maker != null && !maker.getOpType().equals("Shape") && seen.add(name)) {
                open.addAll(maker.getInputList());
            }
        }
        return true;
    }

    private static @Nullable NodeProto softmax(OnnxGraph graph, String weights) {
        NodeProto node = graph.producer(weights);
        while (node != null && KEEPING.contains(node.getOpType())) {
            int data = node.getOpType().equals("Where") ? 2 : 0;
            node = graph.producer(node.getInput(data));
        }
        return node != null && node.getOpType().equals("Softmax") ? node : null;
    }

    /** The single number of a constant; null if it is none. */
    static @Nullable Float single(OnnxGraph graph, String name) {
        TensorProto constant = graph.constant(name);
        if (constant == null) {
            return null;
        }
        float[] numbers = WeightMatrix.floats(constant);
        return numbers.length == 1 ? numbers[0] : null;
    }
}
