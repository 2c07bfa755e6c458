package dev.sightline.model;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers each row's last position before the head, so that a prompt costs one row of logits and a shorter row does not
 * read its padding.
 *
 * <pre>
 * hidden [B,S,D] ─▶ [B·S,D] ─▶ Gather(last_index [B]) ─▶ [B,1,D] ─▶ head ─▶ logits [B,1,V]
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
        int width = node == null ? 0 : width(graph, node);
        if (head == null || width == 0) {
            return false;
        }
        graph.put(OnnxNodes.longs("last.flat", new long[] {-1, width}, 2));
        graph.put(OnnxNodes.longs("last.one", new long[] {-1, 1, width}, 3));
        graph.input(OnnxNodes.value(INPUT, TensorProto.DataType.INT64, 1));
        graph.rewrite(other -> other.equals(head) ? gathered(head) : List.of(other));
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

    /** D, or 0 where it is not known. */
    private static int width(OnnxGraph graph, NodeProto product) {
        TensorProto integers = product.getOpType().equals("MatMulInteger") ? graph.weight(product.getInput(1)) : null;
        WeightMatrix weights = WeightMatrix.of(graph, product);
        return integers != null ? (int) integers.getDims(0) : weights == null ? 0 : weights.inputs();
    }

    private static List<NodeProto> gathered(NodeProto head) {
        List<NodeProto> nodes = new ArrayList<>();
        nodes.add(OnnxNodes.node("Reshape", "last.positions", List.of(head.getInput(0), "last.flat")));
        nodes.add(
                OnnxNodes.node("Gather", "last.rows", List.of("last.positions", INPUT), OnnxNodes.integer("axis", 0)));
        nodes.add(OnnxNodes.node("Reshape", "last.hidden", List.of("last.rows", "last.one")));
        nodes.add(head.toBuilder().setInput(0, "last.hidden").build());
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
