package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** What a position may see, as numbers added to attention scores: 0 seen, −1e9 hidden. */
public final class CausalMask {
    static final float HIDDEN = -1e9f;

    private CausalMask() {}

    /** Each position sees itself and what stands before it: [1, 1, T, T]. */
    public static NDArray of(NDManager manager, int length) {
        float[] mask = new float[length * length];
        for (int row = 0; row < length; row++) {
            for (int column = row + 1; column < length; column++) {
                mask[row * length + column] = HIDDEN;
            }
        }
        return manager.create(mask, new Shape(1, 1, length, length));
    }
}
