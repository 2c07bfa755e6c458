package dev.sightline.preprocess;

import java.util.Arrays;

/**
 * A decoded picture: 8-bit RGB, rows from the top, three bytes a pixel, no padding.
 *
 * <p>The array belongs to the image: whoever makes one hands it over, and whoever reads {@link #rgb()} leaves it as it is.
 */
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] rgb;

    /** Takes the array over; it holds exactly {@code 3 * width * height} bytes. */
    public RgbImage(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes are no RGB picture of %dx%d".formatted(rgb.length, width, height));
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** Pixels a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Width and height. */
    public ImageSize size() {
        return new ImageSize(width, height);
    }

    /** The pixels themselves, not a copy: R, G, B of the first row's first pixel, then of its second. */
    public byte[] rgb() {
        return rgb;
    }

    /** One pixel as 0xRRGGBB. */
    public int pixel(int x, int y) {
        int at = 3 * (y * width + x);
        return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && image.width == width
                && image.height == height
                && Arrays.equals(image.rgb, rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + "x" + height + "]";
    }
}
