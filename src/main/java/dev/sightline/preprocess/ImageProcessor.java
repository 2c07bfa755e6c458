package dev.sightline.preprocess;

/**
 * The recipe of a model folder's {@code preprocessor_config.json}: pixels become what its vision encoder takes.
 * Processors hold no state and are safe for use by several threads.
 */
public interface ImageProcessor {
    /** Resizes, cuts, rescales and normalises one picture. */
    PixelValues process(ScaledImage image);

    /** The same for a picture with all its pixels. */
    default PixelValues process(RgbImage image) {
        return process(ScaledImage.full(image));
    }

    /** The size to which a picture of this size is resized first; more detail than that is not seen. */
    ImageSize resized(ImageSize image);

    /** SHA-256 in hex of everything in the recipe that changes its result. */
    String hash();
}
