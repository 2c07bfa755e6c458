package dev.sightline.preprocess;

/**
 * A picture as its file stores it.
 *
 * @param image       before the orientation is applied
 * @param orientation what the file says of it
 * @param keptRows    the part of its rows that the file still had
 */
record Frame(ScaledImage image, Orientation orientation, double keptRows) {
    Frame(RgbImage pixels, Orientation orientation, double keptRows) {
        this(ScaledImage.full(pixels), orientation, keptRows);
    }

    Frame(RgbImage pixels, Orientation orientation) {
        this(pixels, orientation, 1);
    }

    /** The picture upright, as it leaves the decoder. */
    DecodedImage upright(ImageType type) {
        return new DecodedImage(orientation.apply(image), type, keptRows);
    }
}
