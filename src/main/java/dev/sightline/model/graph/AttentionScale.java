package dev.sightline.model.graph;

import static dev.sightline.model.graph.GraphNotRewritableException.require;

import dev.sightline.model.graph.GraphPiece.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an attention does to its scores, found by running that part of the graph: a causal mask with padding, and a scale.
 *
 * <p>Anything else (a window, a bias by distance, a cap) shows in the numbers and is refused.
 *
 * @param heads  H, of queries
 * @param scales of each layer: what a product of query and key is multiplied by
 */
public record AttentionScale(int heads, List<Float> scales) {
    private static final float MASKED = -1e4f;
    private static final int FAR = 8192;

    public AttentionScale {
        scales = List.copyOf(scales);
    }

    /**
     * Measures.
     *
     * @param contextTokens most tokens of a text; masks are looked at up to there, or to 8192
     * @throws GraphNotRewritableException if some score is not just scaled or masked, causally and by padding
     */
    public static AttentionScale of(OnnxGraph graph, List<CachedAttention> layers, int contextTokens)
            throws GraphNotRewritableException {
        List<String> first = new ArrayList<>(List.of(layers.get(0).query()));
        for (CachedAttention layer : layers) {
            layer.keyFactors().stream()
                    .filter(factor -> CachedAttention.single(graph, factor) == null && !first.contains(factor))
                    .forEach(first::add);
        }
        Map<String, Value> measured;
        try (GraphPiece piece = GraphPiece.of(graph, first, cutsBelow(layers))) {
            measured = piece.run(new Trial(graph, 1, 0, 1));
        }
        Value query = measured.get(layers.get(0).query());
        require(query.axes() == 4 && query.dimension(2) == 1, "its queries are not [B,H,S,size]");
        int heads = query.dimension(1);

        List<Float> scales = new ArrayList<>();
        try (GraphPiece piece = GraphPiece.of(
                graph, layers.stream().map(CachedAttention::masked).distinct().toList(), cuts(layers))) {
            List<Trial> trials = List.of(
                    trial(graph, layers, heads, 2, 0, 5),
                    trial(graph, layers, heads, 2, 4, 1),
                    trial(graph, layers, heads, 1, 3, 4),
                    trial(graph, layers, heads, 1, Math.min(contextTokens, FAR) - 1, 1));
            List<Map<String, Value>> seen = new ArrayList<>();
            for (Trial trial : trials) {
                seen.add(piece.run(trial));
            }
            for (CachedAttention layer : layers) {
                float scale = scale(seen.get(0).get(layer.masked()));
                for (int i = 0; i < trials.size(); i++) {
                    check(
                            layer,
                            trials.get(i),
                            heads,
                            seen.get(i).get(layer.masked()),
                            scale,
                            graph.takes("attention_mask"));
                }
                scales.add(scale * factors(graph, layer, measured));
            }
        }
        return new AttentionScale(heads, scales);
    }

    /** Every layer's scores, and what their shapes are read from. */
    static Set<String> cuts(List<CachedAttention> layers) {
        Set<String> cuts = new HashSet<>();
        for (CachedAttention layer : layers) {
            cuts.addAll(List.of(layer.scores().getOutput(0), layer.query(), layer.newKey(), layer.newValue()));
        }
        return cuts;
    }

    /** The contexts, so that a later layer's shapes do not need the earlier ones. */
    private static Set<String> cutsBelow(List<CachedAttention> layers) {
        Set<String> cuts = new HashSet<>();
        layers.forEach(layer -> cuts.add(layer.context().getOutput(0)));
        return cuts;
    }

    static Trial trial(OnnxGraph graph, List<CachedAttention> layers, int heads, int rows, int past, int tokens) {
        Trial trial = new Trial(graph, rows, past, tokens);
        var key = graph.inputs().stream()
                .filter(input -> input.getName().equals(CachedAttention.past(0, "key")))
                .findFirst()
                .orElseThrow();
        int keyHeads = Trial.dimension(key, 1);
        int size = Trial.dimension(key, 3);
        for (CachedAttention layer : layers) {
            trial.with(layer.query(), rows, heads, tokens, size)
                    .with(layer.newKey(), rows, keyHeads, tokens, size)
                    .with(layer.newValue(), rows, keyHeads, tokens, size)
                    .with(layer.scores().getOutput(0), rows, heads, tokens, past + tokens);
        }
        return trial;
    }

    private static float factors(OnnxGraph graph, CachedAttention layer, Map<String, Value> measured)
            throws GraphNotRewritableException {
        float product = 1;
        for (String factor : layer.keyFactors()) {
            Float constant = CachedAttention.single(graph, factor);
            Value value = measured.get(factor);
            require(
                    constant != null || (value != null && value.size() == 1),
                    "the keys of layer " + layer.layer() + " are multiplied by more than one number");
            product *= constant != null ? constant : value.at(0);
        }
        return product;
    }

    /** The first score of the first row is seen by everyone. */
    private static float scale(Value masked) {
        return masked.at(0) / Trial.number(0);
    }

    private static void check(CachedAttention layer, Trial trial, int heads, Value masked, float scale, boolean padded)
            throws GraphNotRewritableException {
        int columns = trial.past() + trial.tokens();
        require(
                masked.size() == trial.rows() * heads * trial.tokens() * columns,
                "the softmax of layer " + layer.layer() + " does not read a score for each of the cache's columns");
        for (int i = 0; i < masked.size(); i++) {
            int column = i % columns;
            int token = i / columns % trial.tokens();
            int row = i / columns / trial.tokens() / heads;
            if (padded && !trial.real(row, trial.past() + token)) {
                continue; // what stands there is never read
            }
            boolean seen = column <= trial.past() + token && (!padded || trial.real(row, column));
            float expected = scale * Trial.number(i);
            float given = masked.at(i);
            require(
                    seen ? Math.abs(given - expected) <= 1e-5f * Math.max(1, Math.abs(expected)) : given <= MASKED,
                    "layer " + layer.layer() + " does more to its scores than to scale them and to mask padding and"
                            + " what comes later: token " + (trial.past() + token) + " "
                            + (seen ? "should see" : "should not see") + " " + column + ", and " + expected + " became "
                            + given);
        }
    }
}
