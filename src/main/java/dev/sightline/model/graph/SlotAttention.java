package dev.sightline.model.graph;

import static dev.sightline.model.graph.OnnxNodes.integer;
import static dev.sightline.model.graph.OnnxNodes.ints;
import static dev.sightline.model.graph.OnnxNodes.longs;
import static dev.sightline.model.graph.OnnxNodes.node;
import static dev.sightline.model.graph.OnnxNodes.real;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts {@code GroupQueryAttention} in the place of attentions that concatenate: past and present are then the same memory.
 *
 * <pre>
 * query [B,H,S,D], new key, new value [B,K,S,D] ─▶ [B,S,·] ─▶ GroupQueryAttention ─▶ [B,S,H·D] ─▶ context [B,H,S,D]
 * attention_mask [B,P+S] ─▶ each row's length, the widest row's
 * </pre>
 *
 * <p>The rotary embedding stays the graph's own, before the attention.
 */
public final class SlotAttention {
    private static final String PREFIX = "slots.";
    private static final String MASK = "attention_mask";

    private final OnnxGraph graph;
    private final int heads;
    private final int keyHeads;
    private final int size;

    private SlotAttention(OnnxGraph graph, int heads) {
        this.graph = graph;
        this.heads = heads;
        var key = graph.inputs().stream()
                .filter(input -> input.getName().equals(CachedAttention.past(0, "key")))
                .findFirst()
                .orElseThrow();
        this.keyHeads = Trial.dimension(key, 1);
        this.size = Trial.dimension(key, 3);
    }

    /** Whether a node was made here. */
    static boolean made(NodeProto node) {
        return node.getName().startsWith(PREFIX);
    }

    /** Rewrites every layer. */
    public static void rewrite(OnnxGraph graph, List<CachedAttention> layers, AttentionScale scale) {
        new SlotAttention(graph, scale.heads()).rewrite(layers, scale.scales());
    }

    private void rewrite(List<CachedAttention> layers, List<Float> scales) {
        if (!graph.takes(MASK)) {
            graph.input(OnnxNodes.value(MASK, TensorProto.DataType.INT64, 2));
        }
        graph.put(longs(PREFIX + "one", new long[] {1}));
        graph.put(longs(PREFIX + "axes", new long[] {1}, 1));
        shape("queries", heads);
        shape("keys", keyHeads);
        graph.put(longs(PREFIX + "heads", new long[] {0, 0, heads, size}, 4));

        Map<String, List<NodeProto>> instead = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            CachedAttention layer = layers.get(i);
            instead.put(layer.context().getOutput(0), attention(layer, scales.get(i)));
            forward(layer.keys(), CachedAttention.present(layer.layer(), "key"), instead);
            forward(layer.values(), CachedAttention.present(layer.layer(), "value"), instead);
        }
        List<NodeProto> lengths = new ArrayList<>(lengths());
        graph.rewrite(other -> {
            List<NodeProto> nodes = new ArrayList<>(lengths);
            lengths.clear(); // they come first, once
            nodes.addAll(instead.getOrDefault(other.getOutput(0), List.of(other)));
            return nodes;
        });
    }

    private void shape(String name, int rows) {
        graph.put(longs(PREFIX + name, new long[] {0, 0, rows * (long) size}, 3));
    }

    /** Whoever looked at the concatenation sees the present. */
    private void forward(NodeProto concatenation, String present, Map<String, List<NodeProto>> instead) {
        String name = concatenation.getOutput(0);
        instead.put(present, List.of());
        instead.put(name, name.equals(present) ? List.of() : List.of(node("Identity", name, List.of(present))));
    }

    private List<NodeProto> lengths() {
        NodeProto sum = graph.opset() < 13
                ? node("ReduceSum", PREFIX + "tokens", List.of(MASK), ints("axes", 1), integer("keepdims", 0))
                : node("ReduceSum", PREFIX + "tokens", List.of(MASK, PREFIX + "axes"), integer("keepdims", 0));
        int int32 = TensorProto.DataType.INT32.getNumber();
        return List.of(
                sum,
                node("Sub", PREFIX + "last", List.of(PREFIX + "tokens", PREFIX + "one")),
                node("Cast", PREFIX + "lasts", List.of(PREFIX + "last"), integer("to", int32)),
                node("Shape", PREFIX + "mask", List.of(MASK)),
                node("Gather", PREFIX + "width", List.of(PREFIX + "mask", PREFIX + "one")),
                node("Cast", PREFIX + "total", List.of(PREFIX + "width"), integer("to", int32)));
    }

    private List<NodeProto> attention(CachedAttention layer, float scale) {
        String own = PREFIX + layer.layer();
        List<NodeProto> nodes = new ArrayList<>();
        nodes.addAll(flat(layer.query(), own + ".query", "queries"));
        nodes.addAll(flat(layer.newKey(), own + ".key", "keys"));
        nodes.addAll(flat(layer.newValue(), own + ".value", "keys"));
        nodes.add(NodeProto.newBuilder()
                .setDomain(OnnxNodes.MICROSOFT)
                .setOpType("GroupQueryAttention")
                .setName(own)
                .addInput(own + ".query")
                .addInput(own + ".key")
                .addInput(own + ".value")
                .addInput(CachedAttention.past(layer.layer(), "key"))
                .addInput(CachedAttention.past(layer.layer(), "value"))
                .addInput(PREFIX + "lasts")
                .addInput(PREFIX + "total")
                .addOutput(own + ".flat")
                .addOutput(CachedAttention.present(layer.layer(), "key"))
                .addOutput(CachedAttention.present(layer.layer(), "value"))
                .addAttribute(integer("num_heads", heads))
                .addAttribute(integer("kv_num_heads", keyHeads))
                .addAttribute(real("scale", scale))
                .build());
        String context = layer.context().getOutput(0);
        nodes.add(node("Reshape", own + ".heads", List.of(own + ".flat", PREFIX + "heads")));
        nodes.add(NodeProto.newBuilder(node("Transpose", context, List.of(own + ".heads"), ints("perm", 0, 2, 1, 3)))
                .setName(own + ".context")
                .build());
        return nodes;
    }

    /** [B,·,S,D] to [B,S,·]. */
    private static List<NodeProto> flat(String value, String name, String shape) {
        return List.of(
                node("Transpose", name + ".apart", List.of(value), ints("perm", 0, 2, 1, 3)),
                node("Reshape", name, List.of(name + ".apart", PREFIX + shape)));
    }
}
