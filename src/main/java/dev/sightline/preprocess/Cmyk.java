package dev.sightline.preprocess;

import java.awt.image.Raster;

/**
 * Four inks become RGB without a profile, as Pillow has it: samples are taken for inverted (0 is full ink), which is what
 * Adobe writes and nobody else contradicts.
 */
final class Cmyk {
    private static final int HALF = 1 << 15;

    private Cmyk() {}

    /**
     * Converts a raster of four bands.
     *
     * @param ycc whether the first three are YCbCr of the inks (YCCK)
     */
    static RgbImage toRgb(Raster raster, boolean ycc) {
        int width = raster.getWidth();
        int[] row = new int[4 * width];
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int from = 0; from < row.length; from += 4) {
                if (ycc) {
                    toInks(row, from);
                }
                int light = row[from + 3];
                for (int ink = from; ink < from + 3; ink++) {
                    rgb[to++] = (byte) clamp(light - scaled(255 - row[ink], light));
                }
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    /** YCbCr of the complements, as libjpeg converts YCCK: C = 255 - R, and so on. */
    private static void toInks(int[] row, int at) {
        int luma = row[at];
        int blue = row[at + 1] - 128;
        int red = row[at + 2] - 128;
        row[at] = 255 - clamp(luma + round(fixed(1.402) * red));
        row[at + 1] = 255 - clamp(luma + (fixed(-0.344136286) * blue + fixed(-0.714136286) * red + HALF >> 16));
        row[at + 2] = 255 - clamp(luma + round(fixed(1.772) * blue));
    }

    private static int fixed(double factor) {
        return (int) Math.round(factor * (1 << 16));
    }

    private static int round(int product) {
        return product + HALF >> 16;
    }

    /** {@code a * b / 255}, rounded. */
    private static int scaled(int a, int b) {
        int product = a * b + 128;
        return (product >> 8) + product >> 8;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
