package dev.sightline.train.export;

import java.util.List;
import java.util.Map;

/** x / |x| over the last axis. */
final class UnitVector {
    private UnitVector() {}

    static void to(OnnxGraph graph, String output, String x) {
        String length = graph.node("ReduceL2", List.of(x), Map.of("axes", new long[] {-1}, "keepdims", 1L));
        String least = graph.node("Max", length, graph.floats(output + ".least", new float[] {1e-12f}));
        graph.nodeTo(output, "Div", "", List.of(x, least), Map.of());
    }
}
