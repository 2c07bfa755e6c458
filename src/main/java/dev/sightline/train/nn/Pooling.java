package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/** Mean pooling: one summary vector of a sequence, which stage 1 compares and stage 2 drops. */
public final class Pooling {
    private Pooling() {}

    /** [B, N, D] → [B, D]. */
    public static NDArray mean(NDArray sequence) {
        return sequence.mean(new int[] {1});
    }

    /** The mean over valid positions (1; 0 is padding): [B, T, D], [B, T] → [B, D]. */
    public static NDArray mean(NDArray sequence, NDArray valid) {
        NDArray sum = sequence.mul(valid.expandDims(2)).sum(new int[] {1});
        return sum.div(valid.sum(new int[] {1}, true));
    }
}
