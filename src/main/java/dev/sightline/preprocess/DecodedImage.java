package dev.sightline.preprocess;

/**
 * What a file holds.
 *
 * @param image    upright: the orientation that the file states has been applied
 * @param type     the file's type
 * @param keptRows the part of the rows that the file still had, 1 for a whole file; less than that only where the
 *                 configuration accepts damaged files
 */
public record DecodedImage(ScaledImage image, ImageType type, double keptRows) {
    public DecodedImage {
        if (!(keptRows > 0 && keptRows <= 1)) {
            throw new IllegalArgumentException("kept rows are a part of the whole: " + keptRows);
        }
    }

    /** A picture decoded at its full size. */
    public DecodedImage(RgbImage pixels, ImageType type, double keptRows) {
        this(ScaledImage.full(pixels), type, keptRows);
    }

    /** The pixels that there are. */
    public RgbImage pixels() {
        return image.pixels();
    }

    /** Whether every row was there. */
    public boolean complete() {
        return keptRows == 1;
    }
}
