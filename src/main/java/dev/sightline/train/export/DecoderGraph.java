package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.sightline.train.weights.LlamaConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoder as {@code decoder_model_merged}: fused norms, GroupQueryAttention with the rotary inside.
 *
 * <pre>inputs_embeds, attention_mask, position_ids, past_key_values.* → logits, present.*</pre>
 */
final class DecoderGraph {
    private static final int POSITIONS = 8192;

    private final OnnxGraph graph = new OnnxGraph("decoder");
    private final LlamaConfig config;

    /**
     * One layer's weights.
     *
     * @param attentionNorm [D]
     * @param mlpNorm       [D]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Layer(
            float[] attentionNorm,
            Projection queryKeyValue,
            Projection output,
            float[] mlpNorm,
            Projection gateUp,
            Projection down) {}

    /**
     * All weights.
     *
     * @param norm [D]
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Weights(List<Layer> layers, float[] norm, Projection head) {}

    /** A sum that waits to be made together with the next norm. */
    private record Residual(String stream, String change) {}

    private DecoderGraph(LlamaConfig config) {
        this.config = config;
    }

    static void write(Path file, LlamaConfig config, Weights weights) throws IOException {
        DecoderGraph decoder = new DecoderGraph(config);
        decoder.build(weights);
        decoder.graph.write(file);
    }

    private void build(Weights weights) {
        String embeds = graph.input("inputs_embeds", DataType.FLOAT, "batch_size", "sequence_length", config.hidden());
        graph.input("attention_mask", DataType.INT64, "batch_size", "total_sequence_length");
        graph.input("position_ids", DataType.INT64, "batch_size", "sequence_length");
        List<String> lengths = lengths();
        List<String> rotary = rotaryTables();
        @Nullable Residual residual = null;
        for (int i = 0; i < weights.layers().size(); i++) {
            Layer layer = weights.layers().get(i);
            String name = "model.layers." + i;
            String attentionNorm = name + ".input_layernorm";
            Normed first = residual == null
                    ? new Normed(norm(embeds, attentionNorm, layer.attentionNorm()), embeds)
                    : norm(residual, attentionNorm, layer.attentionNorm());
            String fused = layer.queryKeyValue().apply(graph, first.normed(), name + ".attn.qkv");
            String mixed = attention(fused, i, lengths, rotary);
            String attended = layer.output().apply(graph, mixed, name + ".attn.o");
            Normed second =
                    norm(new Residual(first.stream(), attended), name + ".post_attention_layernorm", layer.mlpNorm());
            String gateUp = layer.gateUp().apply(graph, second.normed(), name + ".mlp.gate_up");
            String down = layer.down().apply(graph, gated(gateUp, name), name + ".mlp.down");
            residual = new Residual(second.stream(), down);
        }
        if (residual == null) {
            throw new IllegalArgumentException("a decoder without layers");
        }
        Normed last = norm(residual, "model.norm", weights.norm());
        String logits = weights.head().apply(graph, last.normed(), "lm_head");
        graph.nodeTo("logits", "Identity", "", List.of(logits), Map.of());
        graph.output("logits", DataType.FLOAT, "batch_size", "sequence_length", config.vocabulary());
        keyValueSignature();
    }

    private record Normed(String normed, String stream) {}

    private String norm(String x, String name, float[] weight) {
        String gain = graph.floats(name + ".weight", weight, weight.length);
        return graph.nodeTo(
                name + ".out",
                "SimplifiedLayerNormalization",
                "",
                List.of(x, gain),
                Map.of("axis", -1L, "epsilon", config.normEpsilon(), "stash_type", 1L));
    }

    private Normed norm(Residual residual, String name, float[] weight) {
        String gain = graph.floats(name + ".weight", weight, weight.length);
        List<String> outputs = List.of(name + ".out", "", "", name + ".sum");
        graph.nodes(
                "SkipSimplifiedLayerNormalization",
                OnnxGraph.MICROSOFT,
                List.of(residual.stream(), residual.change(), gain),
                outputs,
                Map.of("epsilon", config.normEpsilon()));
        return new Normed(outputs.get(0), outputs.get(3));
    }

    /** What GroupQueryAttention asks of the mask: the last position of each row, and the length of the longest. */
    private List<String> lengths() {
        String one = graph.longScalar("one", 1);
        String rowLength =
                graph.node("ReduceSum", List.of("attention_mask", graph.longs("axis_1", 1)), Map.of("keepdims", 0L));
        String total = graph.node("Gather", graph.node("Shape", "attention_mask"), one);
        return List.of(toInt32(graph.node("Sub", rowLength, one)), toInt32(total));
    }

    private String toInt32(String x) {
        return graph.node("Cast", List.of(x), Map.of("to", (long) DataType.INT32.getNumber()));
    }

    private List<String> rotaryTables() {
        int half = config.headSize() / 2;
        float[] cosine = new float[POSITIONS * half];
        float[] sine = new float[POSITIONS * half];
        for (int i = 0; i < cosine.length; i++) {
            int position = i / half;
            double angle = position * Math.pow(config.ropeTheta(), -2.0 * (i % half) / config.headSize());
            cosine[i] = (float) Math.cos(angle);
            sine[i] = (float) Math.sin(angle);
        }
        return List.of(
                graph.floats("cos_cache", cosine, POSITIONS, half), graph.floats("sin_cache", sine, POSITIONS, half));
    }

    private String attention(String fused, int layer, List<String> lengths, List<String> rotary) {
        String out = "model.layers." + layer + ".attn.out";
        graph.nodes(
                "GroupQueryAttention",
                OnnxGraph.MICROSOFT,
                List.of(
                        fused,
                        "",
                        "",
                        past(layer, "key"),
                        past(layer, "value"),
                        lengths.get(0),
                        lengths.get(1),
                        rotary.get(0),
                        rotary.get(1)),
                List.of(out, present(layer, "key"), present(layer, "value")),
                Map.of(
                        "num_heads",
                        (long) config.heads(),
                        "kv_num_heads",
                        (long) config.keyValueHeads(),
                        "do_rotary",
                        1L,
                        "rotary_interleaved",
                        0L));
        return out;
    }

    private String gated(String gateUp, String name) {
        String sizes = graph.longs(name + ".halves", config.intermediate(), config.intermediate());
        graph.nodes("Split", "", List.of(gateUp, sizes), List.of(name + ".gate", name + ".up"), Map.of("axis", -1L));
        String silu = graph.node("Mul", name + ".gate", graph.node("Sigmoid", name + ".gate"));
        return graph.node("Mul", silu, name + ".up");
    }

    private void keyValueSignature() {
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String kind : List.of("key", "value")) {
                graph.input(past(layer, kind), DataType.FLOAT, axes("past_sequence_length"));
                graph.output(present(layer, kind), DataType.FLOAT, axes("total_sequence_length"));
            }
        }
    }

    private Object[] axes(String length) {
        return new Object[] {"batch_size", config.keyValueHeads(), length, config.headSize()};
    }

    private static String past(int layer, String kind) {
        return "past_key_values." + layer + "." + kind;
    }

    private static String present(int layer, String kind) {
        return "present." + layer + "." + kind;
    }
}
