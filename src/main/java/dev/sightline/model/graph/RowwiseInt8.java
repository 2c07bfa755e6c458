package dev.sightline.model.graph;

import static dev.sightline.model.graph.OnnxNodes.bytes;
import static dev.sightline.model.graph.OnnxNodes.floats;
import static dev.sightline.model.graph.OnnxNodes.ints;
import static dev.sightline.model.graph.OnnxNodes.longs;
import static dev.sightline.model.graph.OnnxNodes.node;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Weight products in 8 bits by 8 bits, a scale a row of activations and a scale an output of weights.
 *
 * <pre>
 * m = max |x| over the row      q = x/m in 256 steps, unsigned (signed kernels are 20 times slower)
 * y = (q − 128)·W8 · 1/127 · scale · m
 * </pre>
 *
 * <p>A row's scale is its own, so that rows do not depend on their batch partners. A row of zeros becomes any bytes, times its
 * m, which is zero. Where the processor adds pairs of products with saturation (no VNNI), weights take 7 bits.
 */
public final class RowwiseInt8 {
    static final Set<Long> LAST_AXIS = Set.of(-1L, 2L); // of [B,S,D]

    private final OnnxGraph graph;
    private final int steps;
    private final Set<String> quantised = new HashSet<>();
    private final Set<NodeProto> divided = new HashSet<>(); // what splits a product that is computed in parts
    private int rewritten;

    private RowwiseInt8(OnnxGraph graph, boolean sevenBits) {
        this.graph = graph;
        this.steps = sevenBits ? 63 : 127;
        graph.put(floats("int8.step", new float[] {1 / 127f}));
        graph.put(bytes("int8.zero", TensorProto.DataType.UINT8, new byte[] {(byte) 128}));
        graph.put(longs("int8.axes", new long[] {-1}, 1));
    }

    /** Rewrites every product with known weights; returns how many there were. */
    public static int rewrite(OnnxGraph graph, boolean sevenBits) {
        RowwiseInt8 rewriting = new RowwiseInt8(graph, sevenBits);
        graph.rewrite(rewriting::product);
        return rewriting.rewritten;
    }

    /** Rewrites every product that quantises its activations by one scale for all rows; returns how many there were. */
    static int rewriteDynamic(OnnxGraph graph, boolean sevenBits) {
        RowwiseInt8 rewriting = new RowwiseInt8(graph, sevenBits);
        graph.rewrite(node -> {
            DynamicProduct product = DynamicProduct.endingIn(graph, node);
            return product == null ? List.of(node) : rewriting.dynamic(product, !sevenBits);
        });
        return rewriting.rewritten;
    }

    /** The weights stay as they are; signed where the processor is fast with them, unsigned where signed ones saturate. */
    private List<NodeProto> dynamic(DynamicProduct product, boolean signed) {
        rewritten++;
        String y = product.y();
        List<NodeProto> nodes = new ArrayList<>();
        if (quantised.add(product.x())) {
            nodes.addAll(quantise(product.x()));
        }
        List<String> inputs = new ArrayList<>(List.of(
                product.x() + ".int8", as(signed, product.weights()), "int8.step", product.scale(), "int8.zero"));
        if (!product.zero().isEmpty()) {
            inputs.add(as(signed, product.zero()));
        } else if (!product.weights().equals(inputs.get(1))) {
            inputs.add(graph.put(bytes(
                    y + ".int8.middle",
                    signed ? TensorProto.DataType.INT8 : TensorProto.DataType.UINT8,
                    new byte[] {(byte) 128})));
        }
        nodes.add(node(OnnxNodes.MICROSOFT, "MatMulIntegerToFloat", y + ".int8.unit", inputs));
        nodes.add(node("Mul", y, List.of(y + ".int8.unit", product.x() + ".int8.max")));
        return nodes;
    }

    /** A weight of bytes, moved by 128 if it is of the other sign. */
    private String as(boolean signed, String name) {
        TensorProto weight = Objects.requireNonNull(graph.constant(name));
        TensorProto.DataType type = signed ? TensorProto.DataType.INT8 : TensorProto.DataType.UINT8;
        String other = name + ".int8." + type;
        if (weight.getDataType() == type.getNumber() || graph.weight(other) != null) {
            return weight.getDataType() == type.getNumber() ? name : other;
        }
        byte[] values = weight.getRawData().isEmpty()
                ? new byte[weight.getInt32DataCount()]
                : weight.getRawData().toByteArray();
        for (int i = 0; i < values.length; i++) {
            int value = weight.getRawData().isEmpty() ? weight.getInt32Data(i) : values[i];
            values[i] = (byte) (value ^ 128);
        }
        long[] shape = weight.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return graph.put(bytes(other, type, values, shape));
    }

    private List<NodeProto> product(NodeProto node) {
        if (divided.contains(node)) {
            return List.of(); // its parts are products of their own
        }
        WeightMatrix weights = WeightMatrix.of(graph, node);
        if (weights == null) {
            return List.of(node);
        }
        rewritten++;
        String x = node.getInput(0);
        List<NodeProto> nodes = new ArrayList<>();
        if (quantised.add(x) && graph.producer(x + ".int8") == null) {
            nodes.addAll(quantise(x));
        }
        List<Part> parts = parts(node, weights.outputs());
        quantise(weights, parts);
        boolean bias = biased(node);
        for (Part part : parts) {
            String y = part.name();
            nodes.add(node(
                    OnnxNodes.MICROSOFT,
                    "MatMulIntegerToFloat",
                    y + ".int8.unit",
                    List.of(x + ".int8", y + ".int8", "int8.step", y + ".int8.scales", "int8.zero")));
            nodes.add(node("Mul", bias ? y + ".int8.plain" : y, List.of(y + ".int8.unit", x + ".int8.max")));
        }
        if (bias) {
            String y = node.getOutput(0);
            nodes.add(node("Add", y, List.of(y + ".int8.plain", node.getInput(5))));
        }
        return nodes;
    }

    private static boolean biased(NodeProto product) {
        return product.getOpType().equals("MatMulNBits")
                && product.getInputCount() > 5
                && !product.getInput(5).isEmpty();
    }

    /** Columns of a product that are computed apart. */
    private record Part(String name, int first, int count) {}

    /** A product that is only split afterwards gives its parts at once: that saves a copy of all it gives. */
    private List<Part> parts(NodeProto product, int outputs) {
        String y = product.getOutput(0);
        List<Part> whole = List.of(new Part(y, 0, outputs));
        List<NodeProto> readers = graph.consumers(y);
        if (biased(product) || readers.size() != 1 || graph.outputs().contains(y)) {
            return whole;
        }
        NodeProto split = readers.get(0);
        if (!split.getOpType().equals("Split") || !LAST_AXIS.contains(OnnxGraph.attribute(split, "axis", 0))) {
            return whole;
        }
        TensorProto told = split.getInputCount() > 1 ? graph.constant(split.getInput(1)) : null;
        int count = split.getOutputCount();
        if (told == null && outputs % count != 0) {
            return whole;
        }
        List<Part> parts = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < count; i++) {
            int size = told == null ? outputs / count : Math.toIntExact(OnnxNodes.longs(told)[i]);
            parts.add(new Part(split.getOutput(i), first, size));
            first += size;
        }
        divided.add(split);
        return parts;
    }

    private List<NodeProto> quantise(String x) {
        NodeProto max = graph.opset() < 18
                ? node("ReduceMax", x + ".int8.max", List.of(x + ".int8.abs"), ints("axes", -1))
                : node("ReduceMax", x + ".int8.max", List.of(x + ".int8.abs", "int8.axes"));
        return List.of(
                node("Abs", x + ".int8.abs", List.of(x)),
                max,
                node("Div", x + ".int8.scaled", List.of(x, x + ".int8.max")),
                node("QuantizeLinear", x + ".int8", List.of(x + ".int8.scaled", "int8.step", "int8.zero")));
    }

    private void quantise(WeightMatrix weights, List<Part> parts) {
        int k = weights.inputs();
        List<byte[]> values =
                parts.stream().map(part -> new byte[k * part.count()]).toList();
        float[] scale = new float[weights.outputs()];
        weights.forEachBlock((first, block) -> {
            float[] inverse = new float[block.length];
            int[] place = new int[block.length];
            for (int i = 0; i < block.length; i++) {
                float most = 0;
                for (float weight : block[i]) {
                    most = Math.max(most, Math.abs(weight));
                }
                scale[first + i] = most / steps;
                inverse[i] = most == 0 ? 0 : steps / most;
                place[i] = partOf(first + i, parts);
            }
            for (int row = 0; row < k; row++) {
                for (int i = 0; i < block.length; i++) {
                    Part part = parts.get(place[i]);
                    values.get(place[i])[row * part.count() + first + i - part.first()] =
                            nearest(block[i][row] * inverse[i]);
                }
            }
        });
        for (int at = 0; at < parts.size(); at++) {
            Part part = parts.get(at);
            graph.put(bytes(part.name() + ".int8", TensorProto.DataType.INT8, values.get(at), k, part.count()));
            graph.put(floats(
                    part.name() + ".int8.scales",
                    Arrays.copyOfRange(scale, part.first(), part.first() + part.count()),
                    part.count()));
        }
    }

    private static int partOf(int column, List<Part> parts) {
        int at = 0;
        while (column >= parts.get(at).first() + parts.get(at).count()) {
            at++;
        }
        return at;
    }

    private static byte nearest(float value) {
        float magic = 12582912f; // 1.5 · 2^23: what is added to it loses its fraction, halves to even
        return (byte) (value + magic - magic);
    }
}
