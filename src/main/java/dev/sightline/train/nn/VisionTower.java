package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ViT: patches → a sequence of patch embeddings that know of each other.
 *
 * <pre>patches [B, N, C] → linear → + learned positions → pre-norm blocks → norm → [B, N, D]</pre>
 *
 * <p>C is 3·P·P for pixels cut into squares ({@link #patches}) or the channels of a convolutional stem, whose map then
 * gives one patch a cell: the hybrid of Dosovitskiy et al. 2020.
 */
public final class VisionTower {
    private final TowerConfig config;
    private final Linear patchEmbedding;
    private final NDArray position; // [N, D]
    private final List<TransformerBlock> blocks;
    private final LayerNorm norm;

    /** With new weights, named from {@code vision.}. */
    public VisionTower(Parameters parameters, TowerConfig config) {
        this.config = config;
        this.patchEmbedding = Linear.create(parameters, "vision.inp", config.inputs(), config.width());
        this.position = parameters.normal("vision.pos", 0.02, config.length(), config.width());
        this.blocks = IntStream.range(0, config.depth())
                .mapToObj(i -> new TransformerBlock(parameters, "vision.blocks." + i, config))
                .toList();
        this.norm = LayerNorm.create(parameters, "vision.ln", config.width());
    }

    /** Its shape. */
    public TowerConfig config() {
        return config;
    }

    /** [B, N, C] → [B, N, D]. */
    public NDArray tokens(NDArray patches) {
        NDArray x = patchEmbedding.forward(patches).add(position);
        for (TransformerBlock block : blocks) {
            x = block.forward(x, null);
        }
        return norm.forward(x);
    }

    /** Cuts pictures into squares: [B, 3, H, W] → [B, (H/P)·(W/P), 3·P·P], row by row. */
    public static NDArray patches(NDArray pixels, int side) {
        long batch = pixels.getShape().get(0);
        long rows = pixels.getShape().get(2) / side;
        long columns = pixels.getShape().get(3) / side;
        return pixels.reshape(batch, 3, rows, side, columns, side)
                .transpose(0, 2, 4, 1, 3, 5)
                .reshape(batch, rows * columns, 3L * side * side);
    }
}
