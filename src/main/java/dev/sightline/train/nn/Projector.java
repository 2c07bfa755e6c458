package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * The bridge: patch embeddings → image tokens in the language model's word space.
 *
 * <pre>[B, G·G, D] → 2×2 pixel shuffle [B, G·G/4, 4D] → linear → GELU → linear → RMS norm with gain → [B, S, word]</pre>
 *
 * <p>The closing norm gives image tokens the size of word embeddings from the first step on.
 */
public final class Projector {
    /** How the names of its weights start. */
    public static final List<String> NAMES = List.of("vision.p1.", "vision.p2.", "vision.gain");

    private static final double EPSILON = 1e-6;
    private static final double INITIAL_GAIN = 0.1; // near the size of SmolLM2's word embeddings

    private final int grid;
    private final Linear first;
    private final Linear second;
    private final RmsNorm norm;

    /** With new weights, named from {@code vision.p}. */
    public Projector(Parameters parameters, int grid, int width, int hidden, int wordWidth) {
        if (grid % 2 != 0) {
            throw new IllegalArgumentException("a 2×2 pixel shuffle wants an even grid, not " + grid);
        }
        this.grid = grid;
        this.first = Linear.create(parameters, "vision.p1", 4L * width, hidden);
        this.second = Linear.create(parameters, "vision.p2", hidden, wordWidth);
        this.norm = new RmsNorm(parameters.constant("vision.gain", INITIAL_GAIN, wordWidth), EPSILON);
    }

    /** Image tokens an image. */
    public int imageTokens() {
        return grid * grid / 4;
    }

    /** [B, G·G, D] → [B, S, word]. */
    public NDArray forward(NDArray tokens) {
        NDArray folded = pixelShuffle(tokens);
        return norm.forward(second.forward(Activation.gelu(first.forward(folded))));
    }

    private NDArray pixelShuffle(NDArray x) {
        long batch = x.getShape().get(0);
        long width = x.getShape().get(2);
        return x.reshape(batch, grid / 2, 2, grid / 2, 2, width)
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(batch, imageTokens(), 4 * width);
    }
}
