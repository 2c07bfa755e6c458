package dev.sightline.train.export;

import dev.sightline.train.nn.Parameters;
import dev.sightline.train.nn.TowerConfig;
import java.util.List;
import java.util.Map;

/**
 * A tower's transformer as ONNX nodes, from the weights of the same names.
 *
 * @param halved whether matrices are stored as halves
 */
record TowerNodes(OnnxGraph graph, Parameters parameters, TowerConfig config, String name, boolean halved) {
    private static final float NORM_EPSILON = 1e-5f;

    /** [B, N, C] → [B, N, D], before the closing norm's caller sees it. */
    String transform(String x, String mask) {
        for (int i = 0; i < config.depth(); i++) {
            x = block(x, name + ".blocks." + i, mask);
        }
        return norm(x, name + ".ln");
    }

    private String block(String x, String block, String mask) {
        String attended = attention(norm(x, block + ".n1"), block, mask);
        x = graph.node("Add", x, attended);
        String wide = gelu(linear(norm(x, block + ".n2"), block + ".f1"));
        return graph.node("Add", x, linear(wide, block + ".f2"));
    }

    private String attention(String x, String block, String mask) {
        long size = config.width() / config.heads();
        String fused = linear(x, block + ".a.qkv"); // [B, N, 3D]
        String heads = graph.node(
                "Reshape", fused, graph.longs(block + ".heads", 0, -1, 3, config.heads(), size)); // [B, N, 3, H, size]
        String parts = graph.node("Transpose", List.of(heads), Map.of("perm", new long[] {2, 0, 3, 1, 4}));
        List<String> names = List.of(block + ".q", block + ".k", block + ".v");
        graph.nodes(
                "Split",
                "",
                List.of(parts, graph.longs(block + ".thirds", 1, 1, 1)),
                names,
                Map.of("axis", 0L)); // each [1, B, H, N, size]
        String first = graph.longs(block + ".first", 0);
        String query = graph.node("Squeeze", names.get(0), first);
        String key = graph.node("Squeeze", names.get(1), first);
        String value = graph.node("Squeeze", names.get(2), first);
        String turned = graph.node("Transpose", List.of(key), Map.of("perm", new long[] {0, 1, 3, 2}));
        String scale = graph.floats(block + ".scale", new float[] {(float) (1 / Math.sqrt((double) size))});
        String scores = graph.node("MatMul", graph.node("Mul", query, scale), turned); // [B, H, N, N]
        if (!mask.isEmpty()) {
            scores = graph.node("Add", scores, mask);
        }
        String mixed = graph.node("MatMul", graph.node("Softmax", List.of(scores), Map.of("axis", -1L)), value);
        String back = graph.node("Transpose", List.of(mixed), Map.of("perm", new long[] {0, 2, 1, 3}));
        String joined = graph.node("Reshape", back, graph.longs(block + ".joined", 0, -1, config.width()));
        return linear(joined, block + ".a.o");
    }

    /** x Wᵀ + b, or without b where there is none. */
    String linear(String x, String weight) {
        Matrix turned = Matrix.of(parameters.get(weight + ".weight")).transposed();
        String constant = matrix(weight + ".weight", turned);
        String y = graph.node("MatMul", x, constant);
        return parameters.names().contains(weight + ".bias") ? graph.node("Add", y, vector(weight + ".bias")) : y;
    }

    private String matrix(String weight, Matrix values) {
        return halved
                ? graph.halves(weight, values.values(), values.rows(), values.columns())
                : graph.floats(weight, values.values(), values.rows(), values.columns());
    }

    String vector(String weight) {
        float[] values = parameters.get(weight).toFloatArray();
        return graph.floats(weight, values, values.length);
    }

    String norm(String x, String norm) {
        return graph.node(
                "LayerNormalization",
                List.of(x, vector(norm + ".weight"), vector(norm + ".bias")),
                Map.of("axis", -1L, "epsilon", NORM_EPSILON));
    }

    /** x/2 · (1 + erf(x/√2)), which the runtime fuses. */
    String gelu(String x) {
        String root = graph.floats(x + ".root2", new float[] {(float) Math.sqrt(2)});
        String one = graph.floats(x + ".one", new float[] {1});
        String half = graph.floats(x + ".half", new float[] {0.5f});
        String erf = graph.node("Erf", graph.node("Div", x, root));
        return graph.node("Mul", graph.node("Mul", x, graph.node("Add", erf, one)), half);
    }
}
