package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Weight products with activations in floats, so that two graphs of the same weights can be compared: where activations are
 * rounded, a difference in the last bit becomes one in the second digit.
 */
public final class ExactProducts {
    private ExactProducts() {}

    /** Rewrites every product that rounds its activations and whose weights are known. */
    public static void rewrite(OnnxGraph graph) {
        graph.rewrite(node -> node.getOpType().equals("MatMulNBits") ? List.of(exact(node)) : floats(graph, node));
    }

    private static NodeProto exact(NodeProto packed) {
        NodeProto.Builder node = packed.toBuilder();
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals("accuracy_level")) {
                node.removeAttribute(i);
            }
        }
        return node.build();
    }

    private static List<NodeProto> floats(OnnxGraph graph, NodeProto node) {
        DynamicProduct product = DynamicProduct.endingIn(graph, node);
        if (product == null) {
            return List.of(node);
        }
        List<String> packed = new ArrayList<>(List.of(product.weights(), product.scale()));
        if (!product.zero().isEmpty()) {
            packed.add(product.zero());
        }
        String weights = product.y() + ".exact";
        return List.of(
                OnnxNodes.node("DequantizeLinear", weights, packed),
                OnnxNodes.node("MatMul", product.y(), List.of(product.x(), weights)));
    }
}
