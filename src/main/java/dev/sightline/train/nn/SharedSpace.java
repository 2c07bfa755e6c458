package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/**
 * Where both towers meet: two linear maps to one width, unit length, and the learned temperature.
 *
 * <p>The temperature is kept as the logarithm of its inverse, as in CLIP, and the inverse is held below 100.
 */
public final class SharedSpace {
    private static final double INITIAL_TEMPERATURE = 0.07;
    private static final float LARGEST_SCALE = 100;

    private final Linear image;
    private final Linear text;
    private final NDArray logScale; // []

    /** With new weights, named from {@code space.}. */
    public SharedSpace(Parameters parameters, int imageWidth, int textWidth, int width) {
        this.image = Linear.withoutBias(parameters, "space.image", imageWidth, width);
        this.text = Linear.withoutBias(parameters, "space.text", textWidth, width);
        this.logScale = parameters.constant("space.logScale", Math.log(1 / INITIAL_TEMPERATURE), 1);
    }

    /** Pooled image [B, D] → unit vectors [B, E]. */
    public NDArray image(NDArray pooled) {
        return unit(image.forward(pooled));
    }

    /** Pooled text [B, D] → unit vectors [B, E]. */
    public NDArray text(NDArray pooled) {
        return unit(text.forward(pooled));
    }

    /** The loss of a batch of pairs, both [B, E], with this space's temperature. */
    public NDArray loss(NDArray images, NDArray texts) {
        NDArray scale = images.getManager()
                .zeros(logScale.getShape())
                .add(logScale)
                .exp()
                .minimum(LARGEST_SCALE);
        return InfoNce.symmetric(images, texts, scale);
    }

    private static NDArray unit(NDArray x) {
        NDArray length = x.square().sum(new int[] {-1}, true).sqrt();
        return x.div(length.maximum(1e-12f));
    }
}
