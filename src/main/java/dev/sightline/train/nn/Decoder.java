package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import dev.sightline.train.weights.LlamaConfig;
import dev.sightline.train.weights.WeightSource;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The decoder-only language model, from a pretrained file.
 *
 * <p>Q, K and V are one matrix, and so are gate and up. Its own weights are named from {@code llm.}, LoRA's from
 * {@code lora.}: which of them learn is the trainer's choice.
 */
public final class Decoder {
    /** First layers that stay in 32 bits whatever the precision: what they lose all others would build upon. */
    public static final int EXACT_LAYERS = 4;

    private final LlamaConfig config;
    private final NDArray wordEmbeddings; // [V, D]
    private final NDArray head; // [V, D]; the same array where tied
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final RmsNorm norm;
    private final NDManager manager;
    private final double updateScale;
    private @Nullable AnswerLoss loss;

    private Decoder(Parameters parameters, LlamaConfig config, WeightSource source, @Nullable LowRank rank)
            throws IOException {
        this.config = config;
        this.manager = parameters.manager();
        this.updateScale = rank == null ? 1 : rank.scale();
        this.wordEmbeddings = parameters.load("llm.embed", source.read("model.embed_tokens.weight"));
        this.head =
                config.tiedEmbeddings() ? wordEmbeddings : parameters.load("llm.head", source.read("lm_head.weight"));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(parameters, source, i, rank));
        }
        this.norm = new RmsNorm(parameters.load("llm.norm", source.read("model.norm.weight")), config.normEpsilon());
    }

    /** Reads a pretrained model; with a rank, every fused projection gets its update. */
    public static Decoder pretrained(
            Parameters parameters, LlamaConfig config, WeightSource source, @Nullable LowRank rank) throws IOException {
        return new Decoder(parameters, config, source, rank);
    }

    private DecoderLayer layer(Parameters parameters, WeightSource source, int index, @Nullable LowRank rank)
            throws IOException {
        String file = "model.layers." + index + ".";
        Projections projections = new Projections(parameters, "layers." + index + ".", rank);
        WeightTensor queryKeyValue = WeightTensor.stackRows(
                source.read(file + "self_attn.q_proj.weight"),
                source.read(file + "self_attn.k_proj.weight"),
                source.read(file + "self_attn.v_proj.weight"));
        WeightTensor gateUp = WeightTensor.stackRows(
                source.read(file + "mlp.gate_proj.weight"), source.read(file + "mlp.up_proj.weight"));
        String name = "llm.layers." + index + ".";
        return new DecoderLayer(
                config,
                norm(parameters, name + "n1", source.read(file + "input_layernorm.weight")),
                projections.load("qkv", queryKeyValue),
                projections.load("o", source.read(file + "self_attn.o_proj.weight")),
                norm(parameters, name + "n2", source.read(file + "post_attention_layernorm.weight")),
                projections.load("gu", gateUp),
                projections.load("dn", source.read(file + "mlp.down_proj.weight")));
    }

    private RmsNorm norm(Parameters parameters, String name, WeightTensor weight) {
        return new RmsNorm(parameters.load(name, weight), config.normEpsilon());
    }

    private record Projections(Parameters parameters, String layer, @Nullable LowRank rank) {
        Linear load(String name, WeightTensor weight) {
            long[] shape = weight.shape();
            LowRankUpdate update = rank == null
                    ? null
                    : LowRankUpdate.create(parameters, "lora." + layer + name, shape[0], shape[1], rank);
            return Linear.pretrained(parameters.load("llm." + layer + name, weight), update);
        }
    }

    /** Settles how it trains, once it is known which weights learn. */
    public void trainIn(Precision precision) {
        int exact = Math.min(EXACT_LAYERS, layers.size());
        trainIn(Precision.FP32, layers.subList(0, exact));
        trainIn(precision, layers.subList(exact, layers.size()));
        boolean learns = head.hasGradient();
        loss = new AnswerLoss(manager, learns ? head : frozen(precision).apply(head), !learns);
    }

    private void trainIn(Precision precision, List<DecoderLayer> some) {
        TorchScript function = FusedLayer.function(manager, config, updateScale, precision);
        UnaryOperator<NDArray> frozen = frozen(precision);
        some.forEach(layer -> layer.trainAs(function, frozen));
    }

    private UnaryOperator<NDArray> frozen(Precision precision) {
        if (precision == Precision.FP32) {
            return UnaryOperator.identity();
        }
        TorchScript half = TorchScript.open(manager, "half", Map.of());
        return array -> half.run(array).singletonOrThrow();
    }

    /** The mean cross-entropy of hidden states [n, D] against tokens [n]. */
    NDArray loss(NDArray hidden, NDArray targets) {
        if (loss == null) {
            throw new IllegalStateException("nobody has settled how the decoder trains");
        }
        return loss.mean(hidden, targets);
    }

    /** Its shape. */
    public LlamaConfig config() {
        return config;
    }

    /** The table of word embeddings, [V, D]. */
    public NDArray wordEmbeddings() {
        return wordEmbeddings;
    }

    /** The head, [V, D]. */
    public NDArray head() {
        return head;
    }

    /** The closing norm's weight, [D]. */
    public NDArray norm() {
        return norm.weight();
    }

    /** The layers, first to last. */
    public List<DecoderLayer> layers() {
        return List.copyOf(layers);
    }

    /** Ids [..] → word embeddings [.., D]. */
    public NDArray embed(NDArray ids) {
        return Embedding.embedding(ids, wordEmbeddings, SparseFormat.DENSE).singletonOrThrow();
    }

    /** The rotary factors of each row's positions, [B][T]. */
    public Rotary rotary(NDManager manager, int[][] positions) {
        return Rotary.at(manager, positions, config.headSize(), config.ropeTheta());
    }

    /**
     * The last hidden states, normed.
     *
     * @param x         [B, T, D]
     * @param positions [B][T]
     * @param mask      added to the scores, [B, 1, T, past + T]; none where a token sees all of its row
     * @param cache     for writing token by token; none while training
     * @return [B, T, D]
     */
    public NDArray hidden(NDArray x, int[][] positions, @Nullable NDArray mask, @Nullable DecoderCache cache) {
        Rotary rotary = rotary(x.getManager(), positions);
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x, rotary, mask, cache == null ? null : cache.layer(i));
        }
        return norm.forward(x);
    }

    /** The closing norm: what the head reads. */
    public NDArray normed(NDArray x) {
        return norm.forward(x);
    }

    /** Hidden states [.., D] → logits [.., V]. */
    public NDArray logits(NDArray hidden) {
        return ai.djl.nn.core.Linear.linear(hidden, head, null).singletonOrThrow();
    }
}
