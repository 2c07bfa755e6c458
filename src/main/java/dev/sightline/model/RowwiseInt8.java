package dev.sightline.model;

import static dev.sightline.model.OnnxNodes.bytes;
import static dev.sightline.model.OnnxNodes.floats;
import static dev.sightline.model.OnnxNodes.ints;
import static dev.sightline.model.OnnxNodes.longs;
import static dev.sightline.model.OnnxNodes.node;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Weight products in 8 bits by 8 bits, a scale a row of activations and a scale an output of weights.
 *
 * <pre>
 * m = max |x| over the row      q = x/m in 256 steps, unsigned (signed kernels are 20 times slower)
 * y = (q − 128)·W8 · 1/127 · scale · m
 * </pre>
 *
 * <p>A row's scale is its own, so that rows do not depend on their batch partners. Where the processor adds pairs of products
 * with saturation (no VNNI), weights take 7 bits.
 */
final class RowwiseInt8 {
    private static final float LEAST = 1e-20f; // a row of zeros stays zeros

    private final OnnxGraph graph;
    private final int steps;
    private final Set<String> quantised = new HashSet<>();
    private int rewritten;

    private RowwiseInt8(OnnxGraph graph, boolean sevenBits) {
        this.graph = graph;
        this.steps = sevenBits ? 63 : 127;
        graph.put(floats("int8.step", new float[] {1 / 127f}));
        graph.put(floats("int8.least", new float[] {LEAST}));
        graph.put(bytes("int8.zero", TensorProto.DataType.UINT8, new byte[] {(byte) 128}));
        graph.put(longs("int8.axes", new long[] {-1}, 1));
    }

    /** Rewrites every product with known weights; returns how many there were. */
    static int rewrite(OnnxGraph graph, boolean sevenBits) {
        RowwiseInt8 rewriting = new RowwiseInt8(graph, sevenBits);
        graph.rewrite(rewriting::product);
        return rewriting.rewritten;
    }

    private List<NodeProto> product(NodeProto product) {
        WeightMatrix weights = WeightMatrix.of(graph, product);
        if (weights == null) {
            return List.of(product);
        }
        rewritten++;
        String y = product.getOutput(0);
        String x = product.getInput(0);
        List<NodeProto> nodes = new ArrayList<>();
        if (quantised.add(x)) {
            nodes.addAll(quantise(x));
        }
        String scales = y + ".int8.scales";
        String matrix = y + ".int8";
        quantise(weights, matrix, scales);
        nodes.add(node(
                OnnxNodes.MICROSOFT,
                "MatMulIntegerToFloat",
                y + ".int8.unit",
                List.of(x + ".int8", matrix, "int8.step", scales, "int8.zero")));
        boolean bias = product.getOpType().equals("MatMulNBits")
                && product.getInputCount() > 5
                && !product.getInput(5).isEmpty();
        nodes.add(node("Mul", bias ? y + ".int8.plain" : y, List.of(y + ".int8.unit", x + ".int8.max")));
        if (bias) {
            nodes.add(node("Add", y, List.of(y + ".int8.plain", product.getInput(5))));
        }
        return nodes;
    }

    private List<NodeProto> quantise(String x) {
        NodeProto max = graph.opset() < 18
                ? node("ReduceMax", x + ".int8.most", List.of(x + ".int8.abs"), ints("axes", -1))
                : node("ReduceMax", x + ".int8.most", List.of(x + ".int8.abs", "int8.axes"));
        return List.of(
                node("Abs", x + ".int8.abs", List.of(x)),
                max,
                node("Max", x + ".int8.max", List.of(x + ".int8.most", "int8.least")),
                node("Div", x + ".int8.scaled", List.of(x, x + ".int8.max")),
                node("QuantizeLinear", x + ".int8", List.of(x + ".int8.scaled", "int8.step", "int8.zero")));
    }

    private void quantise(WeightMatrix weights, String matrix, String scales) {
        int k = weights.inputs();
        int n = weights.outputs();
        byte[] values = new byte[k * n];
        float[] scale = new float[n];
        weights.forEachBlock((first, block) -> {
            float[] inverse = new float[block.length];
            for (int i = 0; i < block.length; i++) {
                float most = 0;
                for (float weight : block[i]) {
                    most = Math.max(most, Math.abs(weight));
                }
                scale[first + i] = most / steps;
                inverse[i] = most == 0 ? 0 : steps / most;
            }
            for (int row = 0; row < k; row++) {
                for (int i = 0; i < block.length; i++) {
                    values[row * n + first + i] = nearest(block[i][row] * inverse[i]);
                }
            }
        });
        graph.put(bytes(matrix, TensorProto.DataType.INT8, values, k, n));
        graph.put(floats(scales, scale, n));
    }

    private static byte nearest(float value) {
        float magic = 12582912f; // 1.5 · 2^23: what is added to it loses its fraction, halves to even
        return (byte) (value + magic - magic);
    }
}
