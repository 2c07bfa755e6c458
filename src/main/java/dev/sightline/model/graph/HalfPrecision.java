package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sightline.model.folder.ModelRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph of 32-bit floats as one of 16-bit floats, in the form of the Hub's {@code _fp16} files.
 *
 * <p>Keys and values are of 16 bits; every other input and output stays of 32, as transformers.js feeds them. Numbers round
 * to the nearest half, ties to even, and what is too large becomes the largest half. {@link PreciseNodes} stay as they are,
 * with casts around them.
 */
public final class HalfPrecision {
    private final OnnxGraph graph;
    private final Set<String> floats;
    private final Set<NodeProto> precise;
    private final Set<String> outputs;
    private final Map<String, String> halves = new HashMap<>(); // a value → the name of its 16-bit form
    private final Map<String, String> singles = new HashMap<>(); // a value → the name of its 32-bit form

    private HalfPrecision(OnnxGraph graph) {
        this.graph = graph;
        this.floats = ValueTypes.floats(graph);
        this.precise = PreciseNodes.of(graph.nodes(), floats);
        this.outputs = graph.outputs();
    }

    /**
     * Rewrites a graph.
     *
     * @throws ModelRefusedException if it has branches, whose bodies are not rewritten
     */
    public static void rewrite(OnnxGraph graph) {
        if (graph.nodes().stream().anyMatch(HalfPrecision::branches)) {
            throw new ModelRefusedException("A graph with branches (If, Loop) cannot be made one of 16-bit floats");
        }
        graph.rewrite(node -> constantAsWeight(graph, node));
        new HalfPrecision(graph).rewrite();
    }

    private static boolean branches(NodeProto node) {
        return node.getAttributeList().stream().anyMatch(AttributeProto::hasG);
    }

    private static List<NodeProto> constantAsWeight(OnnxGraph graph, NodeProto node) {
        TensorProto value = node.getOpType().equals("Constant") ? OnnxNodes.constant(node) : null;
        if (value == null) {
            return List.of(node);
        }
        graph.put(value.toBuilder().setName(node.getOutput(0)).build());
        return List.of();
    }

    private void rewrite() {
        for (ValueInfoProto input : graph.inputs()) {
            if (elementType(input) == DataType.FLOAT.getNumber()) {
                boolean cached = input.getName().startsWith("past_key_values.");
                (cached ? halves : singles).put(input.getName(), input.getName());
            }
        }
        graph.declare(DataType.FLOAT16, name -> name.startsWith("past_key_values.") || name.startsWith("present."));
        graph.rewrite(this::rewritten);
    }

    private static int elementType(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType();
    }

    private List<NodeProto> rewritten(NodeProto node) {
        List<NodeProto> made = new ArrayList<>();
        boolean single = precise.contains(node);
        NodeProto.Builder changed = single ? node.toBuilder() : withHalfAttributes(node).toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            changed.setInput(i, form(node.getInput(i), single, made));
        }
        List<NodeProto> after = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String output = node.getOutput(i);
            if (floats.contains(output)) {
                boolean wantsSingle = outputs.contains(output) ? !output.startsWith("present.") : single;
                String name = wantsSingle == single ? output : output + suffix(single);
                (single ? singles : halves).put(output, name);
                if (wantsSingle != single) {
                    after.add(cast(name, output, wantsSingle));
                    (wantsSingle ? singles : halves).put(output, output);
                }
                changed.setOutput(i, name);
            }
        }
        made.add(changed.build());
        made.addAll(after);
        return made;
    }

    /** The name under which a node of that precision reads a value; a missing form is made just before. */
    private String form(String value, boolean single, List<NodeProto> made) {
        Map<String, String> wanted = single ? singles : halves;
        Map<String, String> other = single ? halves : singles;
        if (wanted.containsKey(value)) {
            return wanted.get(value);
        }
        String name = value + suffix(single);
        if (other.containsKey(value)) {
            made.add(cast(other.get(value), name, single));
            wanted.put(value, name);
            return name;
        }
        TensorProto weight = single ? null : graph.weight(value);
        if (weight == null || weight.getDataType() != DataType.FLOAT.getNumber()) {
            return value; // no float, or a weight as the file has it
        }
        graph.put(half(weight, name));
        wanted.put(value, name);
        return name;
    }

    private static String suffix(boolean single) {
        return single ? ".fp32" : ".fp16";
    }

    private static NodeProto cast(String from, String to, boolean single) {
        DataType type = single ? DataType.FLOAT : DataType.FLOAT16;
        NodeProto cast = OnnxNodes.node("Cast", to, List.of(from), OnnxNodes.integer("to", type.getNumber()));
        return cast.toBuilder().setName("cast/" + to).build(); // a node may already be named like what it gives
    }

    private static NodeProto withHalfAttributes(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            AttributeProto.Builder half = attribute.toBuilder();
            if (node.getOpType().equals("Cast") && attribute.getI() == DataType.FLOAT.getNumber()) {
                half.setI(DataType.FLOAT16.getNumber());
            }
            if (attribute.hasT() && attribute.getT().getDataType() == DataType.FLOAT.getNumber()) {
                half.setT(half(attribute.getT(), attribute.getT().getName()));
            }
            changed.addAttribute(half);
        }
        return changed.build();
    }

    private static TensorProto half(TensorProto weight, String name) {
        long[] shape = weight.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return OnnxNodes.halves(name, WeightMatrix.floats(weight), shape);
    }
}
