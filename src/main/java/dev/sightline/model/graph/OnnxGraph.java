package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.OnnxFile;
import dev.sightline.model.folder.WeightStorage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph read for rewriting: nodes in order, weights by name, their bytes outside the heap.
 *
 * <p>Not thread-safe. Sessions are made of it before it is closed.
 */
public final class OnnxGraph implements AutoCloseable {
    private final ModelProto head; // without graph
    private GraphProto frame; // without nodes and weights
    private final List<ValueInfoProto> inputs;
    private final Map<String, TensorProto> weights = new LinkedHashMap<>();
    private final WeightStorage storage;
    private List<NodeProto> nodes;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();

    private OnnxGraph(ModelProto model, WeightStorage storage) {
        this.head = model.toBuilder().clearGraph().build();
        this.frame = model.getGraph().toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .build();
        this.inputs = new ArrayList<>(model.getGraph().getInputList());
        this.nodes = model.getGraph().getNodeList();
        this.storage = storage;
        model.getGraph().getInitializerList().forEach(weight -> weights.put(weight.getName(), weight));
        index();
    }

    /**
     * Reads a file.
     *
     * @throws ModelRefusedException if it is no ONNX model
     */
    public static OnnxGraph read(Path file) {
        return new OnnxGraph(OnnxFile.read(file), new WeightStorage());
    }

    /** The same graph, to be rewritten in another way; it shares the weights made so far and closes with this one. */
    public OnnxGraph copy() {
        return new OnnxGraph(proto(), storage);
    }

    private void index() {
        producers.clear();
        consumers.clear();
        for (NodeProto node : nodes) {
            node.getOutputList().forEach(output -> producers.put(output, node));
            Set.copyOf(node.getInputList()).forEach(input -> consumers
                    .computeIfAbsent(input, name -> new ArrayList<>())
                    .add(node));
        }
    }

    /** The nodes, in an order in which they can run. */
    public List<NodeProto> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Whether a node is there that does this. */
    public boolean uses(String operator) {
        return nodes.stream().anyMatch(node -> node.getOpType().equals(operator));
    }

    /** The node that makes a value, or null for inputs and weights. */
    @Nullable
    public NodeProto producer(String value) {
        return producers.get(value);
    }

    /** The nodes that read a value. */
    public List<NodeProto> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /** Puts other nodes in the place of each; the same ones to keep it. */
    public void rewrite(Function<NodeProto, List<NodeProto>> rewriting) {
        List<NodeProto> rewritten = new ArrayList<>();
        nodes.forEach(node -> rewritten.addAll(rewriting.apply(node)));
        nodes = rewritten;
        index();
    }

    /** The weight of a name, its bytes in {@code raw_data} wherever the file keeps them; null if there is none. */
    @Nullable
    TensorProto weight(String name) {
        TensorProto weight = weights.get(name);
        return weight == null ? null : WeightStorage.mapped(weight);
    }

    /** A value known before any run: a weight or what a {@code Constant} gives; null for others. */
    @Nullable
    TensorProto constant(String name) {
        NodeProto maker = producer(name);
        if (maker != null && maker.getOpType().equals("Identity")) {
            return constant(maker.getInput(0));
        }
        if (maker == null || !maker.getOpType().equals("Constant")) {
            return weight(name);
        }
        return OnnxNodes.constant(maker);
    }

    /** Bytes of all weights. */
    public long weightBytes() {
        return weights.values().stream().mapToLong(WeightStorage::bytes).sum();
    }

    /** Adds a weight, or replaces the one of its name. */
    public String put(TensorProto weight) {
        weights.put(weight.getName(), storage.store(weight));
        return weight.getName();
    }

    /** Adds an input. */
    public void input(ValueInfoProto input) {
        inputs.add(input);
    }

    /** Removes an input. */
    public void drop(String input) {
        inputs.removeIf(known -> known.getName().equals(input));
    }

    /** What it is fed. */
    List<ValueInfoProto> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** Whether it has an input of this name. */
    public boolean takes(String input) {
        return inputs.stream().anyMatch(known -> known.getName().equals(input));
    }

    /** The names of what it gives. */
    Set<String> outputs() {
        return frame.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    }

    /** Declares those inputs and outputs to be of other numbers; what is said of values between them is dropped. */
    void declare(TensorProto.DataType type, Predicate<String> names) {
        inputs.replaceAll(input -> names.test(input.getName()) ? declared(input, type) : input);
        GraphProto.Builder changed = frame.toBuilder().clearValueInfo().clearOutput();
        frame.getOutputList()
                .forEach(output -> changed.addOutput(names.test(output.getName()) ? declared(output, type) : output));
        frame = changed.build();
    }

    private static ValueInfoProto declared(ValueInfoProto value, TensorProto.DataType type) {
        ValueInfoProto.Builder changed = value.toBuilder();
        changed.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
        return changed.build();
    }

    /** The version of the standard operators. */
    int opset() {
        return head.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty())
                .mapToInt(set -> (int) set.getVersion())
                .findFirst()
                .orElse(1);
    }

    /** Drops the nodes and weights that nothing uses. */
    public void dropUnused() {
        Set<String> used = new HashSet<>(outputs());
        List<NodeProto> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOutputList().stream().anyMatch(used::contains)) {
                used.addAll(node.getInputList());
                subgraphInputs(node, used);
                kept.add(node);
            }
        }
        Collections.reverse(kept);
        nodes = kept;
        weights.keySet().retainAll(used);
        index();
    }

    private static void subgraphInputs(NodeProto node, Set<String> used) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                attribute.getG().getNodeList().forEach(inner -> {
                    used.addAll(inner.getInputList());
                    subgraphInputs(inner, used);
                });
            }
        }
    }

    /** The model as a file's bytes, its larger weights told from {@link WeightStorage#root()}. */
    public byte[] toBytes() {
        dropUnused();
        return proto().toByteArray();
    }

    /** Writes the model as one file with all its weights, which have 2 GB at most. */
    public void write(Path file) throws IOException {
        dropUnused();
        List<TensorProto> whole =
                weights.values().stream().map(WeightStorage::mapped).toList();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            model(frame, inputs, nodes, whole).writeTo(out);
        }
    }

    private ModelProto proto() {
        return model(frame, inputs, nodes, weights.values());
    }

    /** A model of some of the nodes, which gives and is given what is said. */
    byte[] piece(List<NodeProto> some, List<ValueInfoProto> given, List<ValueInfoProto> gives) {
        Set<String> used = new HashSet<>();
        some.forEach(node -> used.addAll(node.getInputList()));
        some.forEach(node -> subgraphInputs(node, used));
        Map<String, TensorProto> needed = new LinkedHashMap<>(weights);
        needed.keySet().retainAll(used);
        GraphProto outside =
                GraphProto.newBuilder().setName("piece").addAllOutput(gives).build();
        return model(outside, given, some, needed.values()).toByteArray();
    }

    private ModelProto model(
            GraphProto outside, List<ValueInfoProto> given, List<NodeProto> run, Iterable<TensorProto> known) {
        ModelProto.Builder model = head.toBuilder();
        if (model.getOpsetImportList().stream().noneMatch(set -> set.getDomain().equals(OnnxNodes.MICROSOFT))) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(OnnxNodes.MICROSOFT)
                    .setVersion(1));
        }
        return model.setGraph(
                        outside.toBuilder().addAllInput(given).addAllNode(run).addAllInitializer(known))
                .build();
    }

    /** An integer attribute, or its default. */
    static long attribute(NodeProto node, String name, long otherwise) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(otherwise);
    }

    /** Removes the weights that were made for it. */
    @Override
    public void close() {
        storage.close();
    }
}
