package dev.sightline.preprocess;

/**
 * The size of a picture in pixels.
 *
 * @param width  pixels a row, at least 1
 * @param height rows, at least 1
 */
public record ImageSize(int width, int height) {
    public ImageSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " has no pixels");
        }
    }

    /** How many pixels there are. */
    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
