package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Ba et al. 2016, over the last axis. */
record LayerNorm(NDArray weight, NDArray bias) {
    static final float EPSILON = 1e-5f;

    static LayerNorm create(Parameters parameters, String name, long width) {
        return new LayerNorm(
                parameters.constant(name + ".weight", 1, width), parameters.constant(name + ".bias", 0, width));
    }

    NDArray forward(NDArray x) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, new Shape(weight.getShape().get(0)), weight, bias, EPSILON)
                .singletonOrThrow();
    }
}
