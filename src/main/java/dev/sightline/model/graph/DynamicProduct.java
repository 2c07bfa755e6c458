package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weight product whose activations are quantised by one scale for the whole tensor, found in the run: rows of a batch
 * depend on each other.
 *
 * <pre>
 * x ─▶ DynamicQuantizeLinear ─▶ MatMulInteger(weights in 8 bits) ─▶ Cast ─▶ Mul(scales of both) ─▶ y
 * </pre>
 *
 * @param x       the name of what is multiplied
 * @param weights of the weights, [K,N] in 8 bits
 * @param scale   of their scale, one or N
 * @param zero    of their zero point, one or N; empty where there is none
 * @param y       of the product
 */
public record DynamicProduct(String x, String weights, String scale, String zero, String y) {
    public static final String QUANTISE = "DynamicQuantizeLinear";

    /** The product that ends in a node; null if none does. */
    static @Nullable DynamicProduct endingIn(OnnxGraph graph, NodeProto last) {
        if (!last.getOpType().equals("Mul")) {
            return null;
        }
        NodeProto cast = graph.producer(last.getInput(0));
        NodeProto scales = graph.producer(last.getInput(1));
        if (cast == null
                || !cast.getOpType().equals("Cast")
                || scales == null
                || !scales.getOpType().equals("Mul")) {
            return null;
        }
        NodeProto integer = graph.producer(cast.getInput(0));
        NodeProto quantise = integer == null || !integer.getOpType().equals("MatMulInteger")
                ? null
                : graph.producer(integer.getInput(0));
        if (quantise == null
                || !quantise.getOpType().equals(QUANTISE)
                || !scales.getInput(0).equals(quantise.getOutput(1))
                || !known(graph, List.of(integer.getInput(1), scales.getInput(1)))) {
            return null;
        }
        String zero = integer.getInputCount() > 3 ? integer.getInput(3) : "";
        return new DynamicProduct(
                quantise.getInput(0), integer.getInput(1), scales.getInput(1), zero, last.getOutput(0));
    }

    private static boolean known(OnnxGraph graph, List<String> names) {
        return names.stream().allMatch(name -> graph.constant(name) != null);
    }
}
