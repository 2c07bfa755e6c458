package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;

/**
 * Stage 1's model: image → ViT → mean pooling; caption → text encoder → mean pooling; both into one space.
 */
public record TwoTowers(VisionTower vision, TextTower text, SharedSpace space) {
    /** Patches [B, N, C] → unit vectors [B, E]. */
    public NDArray image(NDArray patches) {
        return space.image(Pooling.mean(vision.tokens(patches)));
    }

    /** Captions → unit vectors [B, E]. */
    public NDArray text(CaptionBatch captions) {
        return space.text(text.embed(captions.ids(), captions.valid()));
    }
}
