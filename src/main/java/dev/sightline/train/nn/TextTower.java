package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The text encoder of stage 1: word embeddings of the language model, frozen, then a transformer that sees both ways.
 *
 * <p>Padding is masked out of attention and of the mean.
 */
public final class TextTower {
    /** Word embeddings are small (about 0.14 in size); this brings them near one. */
    private static final double EMBEDDING_SCALE = 8;

    private final TowerConfig config;
    private final NDArray wordEmbeddings; // [V, D of the language model]
    private final Linear input;
    private final NDArray position; // [longest, D]
    private final List<TransformerBlock> blocks;
    private final LayerNorm norm;

    /** With new weights, named from {@code text.}. */
    public TextTower(Parameters parameters, NDArray wordEmbeddings, TowerConfig config) {
        this.config = config;
        this.wordEmbeddings = wordEmbeddings;
        this.input = Linear.create(parameters, "text.inp", config.inputs(), config.width());
        this.position = parameters.normal("text.pos", 0.02, config.length(), config.width());
        this.blocks = IntStream.range(0, config.depth())
                .mapToObj(i -> new TransformerBlock(parameters, "text.blocks." + i, config))
                .toList();
        this.norm = LayerNorm.create(parameters, "text.ln", config.width());
    }

    /** Its shape. */
    public TowerConfig config() {
        return config;
    }

    /**
     * One vector a text.
     *
     * @param ids   [B, T], padded with any id
     * @param valid 1 for a token, 0 for padding, [B, T] float32
     * @return [B, D]
     */
    public NDArray embed(NDArray ids, NDArray valid) {
        long batch = ids.getShape().get(0);
        long length = ids.getShape().get(1);
        NDArray words =
                Embedding.embedding(ids, wordEmbeddings, SparseFormat.DENSE).singletonOrThrow();
        NDArray x = input.forward(words.mul(EMBEDDING_SCALE))
                .add(position.get(ids.getManager(), new NDIndex(":" + length)));
        NDArray mask = valid.sub(1).mul(1e9).reshape(batch, 1, 1, length); // 0 where valid, −1e9 on padding
        for (TransformerBlock block : blocks) {
            x = block.forward(x, mask);
        }
        return Pooling.mean(norm.forward(x), valid);
    }
}
