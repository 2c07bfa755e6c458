package dev.sightline.model;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sightline.model.graph.DynamicProduct;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.OnnxNodes;
import dev.sightline.model.graph.PositionwiseTail;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers each row's last position after the last attention, so that a prompt costs one row of logits, all that stands
 * before them and looks at no other position is computed once, and a shorter row does not read its padding.
 *
 * <pre>
 * attention [B,S,D] ─▶ [B·S,D] ─▶ Gather(last_index [B]) ─▶ [B,1,D] ─▶ products, norms ─▶ head ─▶ logits [B,1,V]
 * </pre>
 */
final class LastPosition {
    /** The input that is added: of each row, the last position's place among all B·S. */
    static final String INPUT = "last_index";

    private static final Set<String> AFTER_HEAD = Set.of("Identity", "Cast", "Mul", "Div", "Tanh");

    private LastPosition() {}

    /** Rewrites a decoder whose logits come from one product; returns false where they do not. */
    static boolean insert(OnnxGraph graph) {
        NodeProto node = graph.producer("logits");
        while (node != null && AFTER_HEAD.contains(node.getOpType())) {
            node = graph.producer(node.getInput(0));
        }
        NodeProto head = node == null ? null : reader(graph, node);
        if (head == null) {
            return false;
        }
        graph.put(OnnxNodes.longs("last.one", new long[] {0, 1, -1}, 3));
        graph.input(OnnxNodes.value(INPUT, TensorProto.DataType.INT64, 1));
        PositionwiseTail tail = PositionwiseTail.before(graph, head, head.getInput(0));
        Set<String> gathered = new HashSet<>();
        graph.rewrite(other -> other.equals(head) || tail.nodes().contains(other)
                ? atLast(other, tail.entries(), gathered)
                : List.of(other));
        return true;
    }

    /** The node that reads the hidden states: the product, or what quantises them for it. */
    private static @Nullable NodeProto reader(OnnxGraph graph, NodeProto product) {
        return switch (product.getOpType()) {
            case "MatMul", "MatMulNBits" -> product;
            case "MatMulInteger" -> {
                NodeProto maker = graph.producer(product.getInput(0));
                yield maker != null && maker.getOpType().equals(DynamicProduct.QUANTISE) ? maker : null;
            }
            default -> null;
        };
    }

    /** A node that is given last positions alone; before the first that needs an entry, its gathering. */
    private static List<NodeProto> atLast(NodeProto node, Set<String> entries, Set<String> gathered) {
        List<NodeProto> nodes = new ArrayList<>();
        NodeProto.Builder at = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            String entry = node.getInput(i);
            if (entries.contains(entry)) {
                if (gathered.add(entry)) {
                    nodes.add(OnnxNodes.node(
                            "Flatten", entry + ".positions", List.of(entry), OnnxNodes.integer("axis", -1)));
                    nodes.add(OnnxNodes.node(
                            "Gather",
                            entry + ".rows",
                            List.of(entry + ".positions", INPUT),
                            OnnxNodes.integer("axis", 0)));
                    nodes.add(OnnxNodes.node("Reshape", entry + ".last", List.of(entry + ".rows", "last.one")));
                }
                at.setInput(i, entry + ".last");
            }
        }
        nodes.add(at.build());
        return nodes;
    }

    /** Puts each row's place, of rows padded to a width, into {@code values}. */
    static LongBuffer of(List<? extends DecoderRow> rows, int width, LongBuffer values) {
        for (int row = 0; row < rows.size(); row++) {
            values.put(row, row * (long) width + rows.get(row).length() - 1);
        }
        return values;
    }
}
