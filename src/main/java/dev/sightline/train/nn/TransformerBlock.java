package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import org.jspecify.annotations.Nullable;

/** A pre-norm transformer block: x + attention(norm(x)), then x + MLP(norm(x)); both towers are made of it. */
final class TransformerBlock {
    private final int heads;
    private final LayerNorm attentionNorm;
    private final Linear queryKeyValue;
    private final Linear output;
    private final LayerNorm mlpNorm;
    private final Linear widen;
    private final Linear narrow;

    TransformerBlock(Parameters parameters, String name, TowerConfig config) {
        long width = config.width();
        this.heads = config.heads();
        this.attentionNorm = LayerNorm.create(parameters, name + ".n1", width);
        this.queryKeyValue = Linear.create(parameters, name + ".a.qkv", width, 3 * width);
        this.output = Linear.create(parameters, name + ".a.o", width, width);
        this.mlpNorm = LayerNorm.create(parameters, name + ".n2", width);
        this.widen = Linear.create(parameters, name + ".f1", width, config.mlpWidth());
        this.narrow = Linear.create(parameters, name + ".f2", config.mlpWidth(), width);
    }

    /**
     * @param x    [B, N, D]
     * @param mask added to the scores, [B, 1, 1, N], or none
     */
    NDArray forward(NDArray x, @Nullable NDArray mask) {
        x = x.add(attention(attentionNorm.forward(x), mask));
        NDArray wide = Activation.gelu(widen.forward(mlpNorm.forward(x)));
        return x.add(narrow.forward(wide));
    }

    private NDArray attention(NDArray x, @Nullable NDArray mask) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        long width = x.getShape().get(2);
        NDArray heads3 = queryKeyValue.forward(x).reshape(batch, length, 3, heads, width / heads);
        NDList parts = heads3.transpose(2, 0, 3, 1, 4).split(3, 0); // each [1, B, H, N, D/H]
        NDArray query = parts.get(0).squeeze(0).mul(1 / Math.sqrt((double) width / heads));
        NDArray scores = query.matMul(parts.get(1).squeeze(0).transpose(0, 1, 3, 2)); // [B, H, N, N]
        if (mask != null) {
            scores = scores.add(mask);
        }
        NDArray mixed = scores.softmax(-1).matMul(parts.get(2).squeeze(0)); // [B, H, N, D/H]
        return output.forward(mixed.transpose(0, 2, 1, 3).reshape(batch, length, width));
    }
}
