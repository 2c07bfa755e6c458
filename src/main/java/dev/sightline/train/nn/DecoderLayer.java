package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import dev.sightline.train.weights.LlamaConfig;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One llama layer: grouped-query attention with rotary, then the gated MLP, each behind an RMS norm. */
public final class DecoderLayer {
    private final LlamaConfig config;
    private final RmsNorm attentionNorm;
    private final Linear queryKeyValue;
    private final Linear output;
    private final RmsNorm mlpNorm;
    private final Linear gateUp;
    private final Linear down;
    private @Nullable FusedLayer fused;

    DecoderLayer(
            LlamaConfig config,
            RmsNorm attentionNorm,
            Linear queryKeyValue,
            Linear output,
            RmsNorm mlpNorm,
            Linear gateUp,
            Linear down) {
        this.config = config;
        this.attentionNorm = attentionNorm;
        this.queryKeyValue = queryKeyValue;
        this.output = output;
        this.mlpNorm = mlpNorm;
        this.gateUp = gateUp;
        this.down = down;
    }

    /** From here on it trains as this one function; with a cache or without a mask it stays what it was. */
    void trainAs(TorchScript function, UnaryOperator<NDArray> frozen) {
        this.fused = FusedLayer.of(function, this, frozen);
    }

    /** The four fused projections, in the order of the data: qkv, o, gate and up, down. */
    public Linear[] projections() {
        return new Linear[] {queryKeyValue, output, gateUp, down};
    }

    /** Both norms' weights, before attention and before the MLP. */
    public NDArray[] norms() {
        return new NDArray[] {attentionNorm.weight(), mlpNorm.weight()};
    }

    /**
     * @param x    [B, T, D]
     * @param mask added to the scores, [B, 1, T, past + T], or none
     * @param past what earlier tokens left, extended by these; none while training
     */
    NDArray forward(NDArray x, Rotary rotary, @Nullable NDArray mask, DecoderCache.@Nullable Layer past) {
        if (fused != null && mask != null && past == null) {
            return fused.forward(x, rotary, mask);
        }
        x = x.add(output.forward(attention(queryKeyValue.forward(beforeAttention(x)), rotary, mask, past)));
        return x.add(down.forward(gated(gateUp.forward(beforeMlp(x)))));
    }

    /** What the query, key and value projection reads: [B, T, D] → [B, T, D]. */
    public NDArray beforeAttention(NDArray x) {
        return attentionNorm.forward(x);
    }

    /** What the gate and up projection reads: [B, T, D] → [B, T, D]. */
    public NDArray beforeMlp(NDArray x) {
        return mlpNorm.forward(x);
    }

    /**
     * What the output projection reads.
     *
     * @param qkv what the fused projection gave, [B, T, (H + 2K) · size]
     * @return [B, T, H · size]
     */
    public NDArray attention(NDArray qkv, Rotary rotary, @Nullable NDArray mask, DecoderCache.@Nullable Layer past) {
        int heads = config.heads();
        int keyHeads = config.keyValueHeads();
        int size = config.headSize();
        long batch = qkv.getShape().get(0);
        long length = qkv.getShape().get(1);
        NDList parts = qkv.reshape(batch, length, heads + 2L * keyHeads, size)
                .transpose(0, 2, 1, 3)
                .split(new long[] {heads + keyHeads}, 1);
        NDList queryKey = rotary.rotate(parts.get(0)).split(new long[] {heads}, 1);
        NDArray query = queryKey.get(0).mul(1 / Math.sqrt(size)); // [B, H, T, size]
        NDArray key = queryKey.get(1); // [B, K, T, size]
        NDArray value = parts.get(1);
        if (past != null) {
            key = past.appendKey(key);
            value = past.appendValue(value);
        }
        long total = key.getShape().get(2);
        long grouped = (long) heads / keyHeads * length; // the queries of a key head as more rows
        NDArray scores = query.reshape(batch, keyHeads, grouped, size)
                .matMul(key.transpose(0, 1, 3, 2))
                .reshape(batch, heads, length, total);
        if (mask != null) {
            scores = scores.add(mask);
        }
        return scores.softmax(-1)
                .reshape(batch, keyHeads, grouped, total)
                .matMul(value)
                .reshape(batch, heads, length, size)
                .transpose(0, 2, 1, 3)
                .reshape(batch, length, (long) heads * size);
    }

    /** What the down projection reads: SiLU(gate) · up, [B, T, 2·M] → [B, T, M]. */
    public NDArray gated(NDArray gateUp) {
        NDList parts = gateUp.split(2, 2);
        return Activation.swish(parts.get(0), 1).mul(parts.get(1));
    }
}
