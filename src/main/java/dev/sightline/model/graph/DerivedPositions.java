package dev.sightline.model.graph;

import static dev.sightline.model.graph.GraphNotRewritableException.require;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sightline.model.graph.GraphPiece.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes an input of positions that a graph counts from the past's width or from the mask: in slots a row's past is as wide as
 * its slot, and its new tokens do not stand last.
 */
public final class DerivedPositions {
    private static final String INPUT = "position_ids";
    private static final Set<String> WIDENING = Set.of("Unsqueeze", "Identity", "Expand", "Cast");
    private static final Set<String> BY_FIRST_INPUT = Set.of("Slice", "Reshape", "Expand", "Unsqueeze", "Squeeze");

    private final OnnxGraph original;
    private final List<CachedAttention> layers;
    private final int heads;
    private final Set<String> placed = new HashSet<>();

    private DerivedPositions(OnnxGraph original, List<CachedAttention> layers, int heads) {
        this.original = original;
        this.layers = layers;
        this.heads = heads;
    }

    /**
     * Rewrites.
     *
     * @param graph    its attention rewritten, nothing unused in it
     * @param original as its file has it
     * @throws GraphNotRewritableException if positions are counted in another way
     */
    public static void replace(OnnxGraph graph, OnnxGraph original, List<CachedAttention> layers, int heads)
            throws GraphNotRewritableException {
        new DerivedPositions(original, layers, heads).replace(graph);
    }

    private void replace(OnnxGraph graph) throws GraphNotRewritableException {
        Map<String, List<NodeProto>> instead = new HashMap<>();
        for (Use use : uses(graph)) {
            place(graph, use, instead);
        }
        if (instead.isEmpty()) {
            return;
        }
        require(!graph.takes(INPUT), "it takes position_ids and counts positions besides");
        graph.input(OnnxNodes.value(INPUT, TensorProto.DataType.INT64, 2));
        graph.rewrite(node -> instead.getOrDefault(node.getOutput(0), List.of(node)));
    }

    /** A node that turns positions to numbers, by looking them up or by casting them. */
    private record Use(NodeProto node, String positions) {}

    private List<Use> uses(OnnxGraph graph) {
        Set<String> counted = new HashSet<>(Set.of("attention_mask"));
        for (CachedAttention layer : layers) {
            for (String kind : List.of("key", "value")) {
                counted.add(CachedAttention.past(layer.layer(), kind));
                counted.add(CachedAttention.present(layer.layer(), kind));
            }
        }
        List<Use> uses = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            String operator = node.getOpType();
            boolean looked = operator.equals("Gather")
                    && counted.contains(node.getInput(1))
                    && !counted.contains(node.getInput(0));
            boolean cast = operator.equals("Cast")
                    && counted.contains(node.getInput(0))
                    && OnnxGraph.attribute(node, "to", 0) == TensorProto.DataType.FLOAT.getNumber();
            if (looked || cast) {
                uses.add(new Use(node, node.getInput(looked ? 1 : 0)));
            } else if (!SlotAttention.made(node) && depends(node, counted)) {
                counted.addAll(node.getOutputList());
            }
        }
        return uses;
    }

    private static boolean depends(NodeProto node, Set<String> counted) {
        return BY_FIRST_INPUT.contains(node.getOpType())
                ? counted.contains(node.getInput(0))
                : node.getInputList().stream().anyMatch(counted::contains);
    }

    private void place(OnnxGraph graph, Use use, Map<String, List<NodeProto>> instead)
            throws GraphNotRewritableException {
        List<String> way = new ArrayList<>(List.of(use.positions()));
        for (NodeProto maker = graph.producer(use.positions());
                maker != null && WIDENING.contains(maker.getOpType());
                maker = graph.producer(maker.getInput(0))) {
            way.add(maker.getInput(0));
        }
        List<String> missing =
                way.stream().filter(value -> original.producer(value) != null).toList();
        Map<String, Value> fresh = run(missing, 2, 0);
        Map<String, Value> later = run(missing, 1, 4);
        for (String value : missing) {
            if (fresh.get(value).axes() == 2) {
                check(value, fresh, later);
                if (placed.add(value)) {
                    instead.put(
                            value,
                            value.equals(INPUT)
                                    ? List.of()
                                    : List.of(OnnxNodes.node("Identity", value, List.of(INPUT))));
                }
                return;
            }
        }
        // one row of positions for all: the table's rows become [1,S,D] after they were looked up
        String flat = use.positions();
        List<NodeProto> readers = graph.consumers(use.node().getOutput(0));
        require(
                use.node().getOpType().equals("Gather")
                        && fresh.get(flat).axes() == 1
                        && readers.size() == 1
                        && readers.get(0).getOpType().equals("Unsqueeze"),
                "the shape of its positions, " + flat + ", is unknown");
        check(flat, fresh, later);
        String rows = readers.get(0).getOutput(0);
        instead.put(
                rows, List.of(OnnxNodes.node("Gather", rows, List.of(use.node().getInput(0), INPUT))));
    }

    private Map<String, Value> run(List<String> values, int rows, int past) throws GraphNotRewritableException {
        try (GraphPiece piece = GraphPiece.of(original, values, AttentionScale.cuts(layers))) {
            return piece.run(AttentionScale.trial(original, layers, heads, rows, past, 3));
        }
    }

    private static void check(String value, Map<String, Value> fresh, Map<String, Value> later)
            throws GraphNotRewritableException {
        List<Float> first = firstRow(fresh.get(value));
        List<Float> second = firstRow(later.get(value));
        require(
                first.equals(List.of(0f, 1f, 2f)) && second.equals(List.of(4f, 5f, 6f)),
                "its positions do not count 0, 1, 2… but " + first + " and after four tokens " + second);
    }

    private static List<Float> firstRow(Value value) {
        return IntStream.range(0, Math.min(3, value.size()))
                .mapToObj(i -> value.at(i))
                .collect(Collectors.toList());
    }
}
