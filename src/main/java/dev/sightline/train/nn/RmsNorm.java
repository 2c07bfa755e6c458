package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/** Zhang and Sennrich 2019, over the last axis. */
record RmsNorm(NDArray weight, double epsilon) {
    NDArray forward(NDArray x) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true);
        return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
    }
}
