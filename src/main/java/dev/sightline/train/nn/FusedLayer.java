package dev.sightline.train.nn;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.sightline.train.weights.LlamaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A llama layer as one function, for training, its products in 32 bits or in bfloat16.
 *
 * <p>The residual stream, norms, queries and keys, rotary, softmax and all that learns are in 32 bits in both; the other frozen
 * matrices are copied to bfloat16 once.
 */
final class FusedLayer {
    private final TorchScript layer;
    private final NDArray attentionNorm;
    private final NDArray mlpNorm;
    private final List<NDArray> projections; // of qkv, o, gate and up, down: matrix, update's down, update's up

    private FusedLayer(TorchScript layer, NDArray attentionNorm, NDArray mlpNorm, List<NDArray> projections) {
        this.layer = layer;
        this.attentionNorm = attentionNorm;
        this.mlpNorm = mlpNorm;
        this.projections = projections;
    }

    /** The function that all layers of a model share. */
    static TorchScript function(NDManager owner, LlamaConfig config, double updateScale, Precision precision) {
        return TorchScript.open(
                owner,
                "decoder_layer",
                Map.ofEntries(
                        entry("type", precision.torchType()),
                        entry("loraScale", updateScale),
                        entry("epsilon", config.normEpsilon()),
                        entry("hidden", config.hidden()),
                        entry("heads", config.heads()),
                        entry("keyHeads", config.keyValueHeads()),
                        entry("allHeads", config.heads() + 2 * config.keyValueHeads()),
                        entry("size", config.headSize()),
                        entry("joined", config.heads() * config.headSize()),
                        entry("queryScale", 1 / Math.sqrt(config.headSize()))));
    }

    static FusedLayer of(TorchScript function, DecoderLayer layer, UnaryOperator<NDArray> frozen) {
        List<NDArray> operands = new ArrayList<>();
        Linear[] projections = layer.projections();
        operands.addAll(projections[0].operands(UnaryOperator.identity()));
        for (int i = 1; i < projections.length; i++) {
            operands.addAll(projections[i].operands(frozen));
        }
        return new FusedLayer(function, layer.norms()[0], layer.norms()[1], operands);
    }

    /**
     * @param x    [B, T, D]
     * @param mask added to the scores, [B, 1, T, T]
     */
    NDArray forward(NDArray x, Rotary rotary, NDArray mask) {
        List<NDArray> inputs = new ArrayList<>(List.of(x, rotary.cosine(), rotary.sine(), mask, attentionNorm));
        inputs.addAll(projections.subList(0, 6));
        inputs.add(mlpNorm);
        inputs.addAll(projections.subList(6, 12));
        return layer.run(inputs.toArray(NDArray[]::new)).singletonOrThrow();
    }
}
