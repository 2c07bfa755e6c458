package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Products with packed weights as products of floats: what a 4-bit folder would be in 32 bits. */
public final class Fp32Weights {
    private Fp32Weights() {}

    /** Rewrites every {@code MatMulNBits} whose weights are known. */
    public static void rewrite(OnnxGraph graph) {
        graph.rewrite(node -> node.getOpType().equals("MatMulNBits") ? product(graph, node) : List.of(node));
    }

    private static List<NodeProto> product(OnnxGraph graph, NodeProto packed) {
        WeightMatrix weights = WeightMatrix.of(graph, packed);
        boolean bias = packed.getInputCount() > 5 && !packed.getInput(5).isEmpty();
        if (weights == null || bias) {
            return List.of(packed);
        }
        int k = weights.inputs();
        int n = weights.outputs();
        ByteBuffer bytes = ByteBuffer.allocate(k * n * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = bytes.asFloatBuffer();
        weights.forEachBlock((first, block) -> {
            for (int row = 0; row < k; row++) {
                for (int i = 0; i < block.length; i++) {
                    values.put(row * n + first + i, block[i][row]);
                }
            }
        });
        String y = packed.getOutput(0);
        graph.put(OnnxNodes.bytes(y + ".fp32", TensorProto.DataType.FLOAT, bytes.array(), k, n));
        return List.of(OnnxNodes.node("MatMul", y, List.of(packed.getInput(0), y + ".fp32")));
    }
}
