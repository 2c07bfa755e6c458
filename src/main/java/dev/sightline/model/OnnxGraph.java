package dev.sightline.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph read for rewriting: nodes in order, weights by name.
 *
 * <p>Not thread-safe. It holds all weights on the heap, so it should not live long.
 */
final class OnnxGraph {
    private final Path file;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;
    private final Map<String, TensorProto> weights = new LinkedHashMap<>();
    private List<NodeProto> nodes;

    private OnnxGraph(Path file, ModelProto model) {
        this.file = file;
        this.model = model.toBuilder();
        this.graph = model.getGraph().toBuilder();
        this.nodes = new ArrayList<>(graph.getNodeList());
        graph.getInitializerList().forEach(weight -> weights.put(weight.getName(), weight));
        graph.clearNode().clearInitializer();
        this.model.clearGraph();
    }

    /**
     * Reads a file.
     *
     * @throws ModelRefusedException if it is no ONNX model
     */
    static OnnxGraph read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            return new OnnxGraph(file, ModelProto.parseFrom(in));
        } catch (IOException e) {
            throw new ModelRefusedException(file + " is no ONNX model", e);
        }
    }

    /** The nodes, in an order in which they can run. */
    List<NodeProto> nodes() {
        return List.copyOf(nodes);
    }

    /** The node that makes a value, or null for inputs and weights. */
    @Nullable
    NodeProto producer(String value) {
        return nodes.stream()
                .filter(node -> node.getOutputList().contains(value))
                .findFirst()
                .orElse(null);
    }

    /** Puts other nodes in the place of each; the same ones to keep it. */
    void rewrite(Function<NodeProto, List<NodeProto>> rewriting) {
        List<NodeProto> rewritten = new ArrayList<>();
        nodes.forEach(node -> rewritten.addAll(rewriting.apply(node)));
        nodes = rewritten;
    }

    /** The weight of a name, its bytes in {@code raw_data} wherever the file keeps them; null if there is none. */
    @Nullable
    TensorProto weight(String name) {
        TensorProto weight = weights.get(name);
        if (weight == null || weight.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return weight;
        }
        Map<String, String> where = new HashMap<>();
        weight.getExternalDataList().forEach(entry -> where.put(entry.getKey(), entry.getValue()));
        Path data = file.resolveSibling(where.getOrDefault("location", ""));
        try (InputStream in = Files.newInputStream(data)) {
            in.skipNBytes(Long.parseLong(where.getOrDefault("offset", "0")));
            byte[] bytes = in.readNBytes(Integer.parseInt(where.getOrDefault("length", "0")));
            return weight.toBuilder()
                    .clearExternalData()
                    .setDataLocation(TensorProto.DataLocation.DEFAULT)
                    .setRawData(ByteString.copyFrom(bytes))
                    .build();
        } catch (IOException e) {
            throw new ModelRefusedException(data + " cannot be read", e);
        }
    }

    /** Adds a weight, or replaces the one of its name. */
    String put(TensorProto weight) {
        weights.put(weight.getName(), weight);
        return weight.getName();
    }

    /** Adds an input. */
    void input(ValueInfoProto input) {
        graph.addInput(input);
    }

    /** The version of the standard operators. */
    int opset() {
        return model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty())
                .mapToInt(set -> (int) set.getVersion())
                .findFirst()
                .orElse(1);
    }

    /** The model as a file's bytes, without the nodes and weights that nothing uses any more. */
    byte[] toBytes() {
        dropUnused();
        if (model.getOpsetImportList().stream().noneMatch(set -> set.getDomain().equals("com.microsoft"))) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
        }
        graph.addAllNode(nodes).addAllInitializer(weights.values());
        return model.setGraph(graph).build().toByteArray();
    }

    private void dropUnused() {
        Map<String, Boolean> used = new HashMap<>();
        graph.getOutputList().forEach(output -> used.put(output.getName(), true));
        List<NodeProto> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOutputList().stream().anyMatch(used::containsKey)) {
                node.getInputList().forEach(name -> used.put(name, true));
                subgraphInputs(node, used);
                kept.add(0, node);
            }
        }
        nodes = kept;
        weights.keySet().retainAll(used.keySet());
    }

    private static void subgraphInputs(NodeProto node, Map<String, Boolean> used) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                attribute.getG().getNodeList().forEach(inner -> {
                    inner.getInputList().forEach(name -> used.put(name, true));
                    subgraphInputs(inner, used);
                });
            }
        }
    }

    /** An integer attribute, or its default. */
    static long attribute(NodeProto node, String name, long otherwise) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(otherwise);
    }
}
