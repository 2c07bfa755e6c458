package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/**
 * LoRA (Hu et al. 2021): what a frozen matrix learns, as a product of two thin ones.
 *
 * @param down  [R, I]
 * @param up    [O, R], zero at the start, so that training begins at the pretrained model
 * @param scale alpha / R
 */
record LowRankUpdate(NDArray down, NDArray up, double scale) {
    static LowRankUpdate create(Parameters parameters, String name, long outputs, long inputs, LowRank rank) {
        return new LowRankUpdate(
                parameters.normal(name + ".A", 1 / Math.sqrt((double) inputs), rank.rank(), inputs),
                parameters.constant(name + ".Bm", 0, outputs, rank.rank()),
                rank.scale());
    }

    NDArray forward(NDArray x) { // [..., I] → [..., O]
        return x.matMul(down.transpose()).mul(scale).matMul(up.transpose());
    }

    /** The full matrix it stands for, [O, I]; the caller closes it. */
    NDArray product() {
        return up.matMul(down).mul(scale);
    }
}
