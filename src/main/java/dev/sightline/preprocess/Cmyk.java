package dev.sightline.preprocess;

import java.awt.image.Raster;

/** Four inks become RGB without a profile, as Pillow and libjpeg convert them. */
final class Cmyk {
    private static final int HALF = 1 << 15;

    /** What the four bands of a raster are. */
    enum Samples {
        /** Cyan, magenta, yellow, black; 255 is full ink. */
        INKS,
        /** The same inverted: 0 is full ink. Adobe writes JPEG so, and nobody contradicts. */
        INVERTED,
        /** Inverted inks, the first three as YCbCr (YCCK). */
        YCC_INVERTED
    }

    private Cmyk() {}

    static RgbImage toRgb(Raster raster, Samples samples) {
        int width = raster.getWidth();
        int[] row = new int[4 * width];
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int at = 0; at < row.length; at += 4) {
                invert(row, at, samples);
                int light = row[at + 3];
                for (int band = at; band < at + 3; band++) {
                    rgb[to++] = (byte) clamp(light - scaled(255 - row[band], light));
                }
            }
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static void invert(int[] row, int at, Samples samples) {
        switch (samples) {
            case INVERTED -> {}
            case YCC_INVERTED -> fromYcc(row, at);
            case INKS -> {
                for (int band = at; band < at + 4; band++) {
                    row[band] = 255 - row[band];
                }
            }
        }
    }

    /** YCbCr of the complements, as libjpeg converts YCCK: C = 255 - R, and so on. */
    private static void fromYcc(int[] row, int at) {
        int luma = row[at];
        int blue = row[at + 1] - 128;
        int red = row[at + 2] - 128;
        row[at] = 255 - clamp(luma + rounded(fixed(1.402) * red));
        row[at + 1] = 255 - clamp(luma + rounded(fixed(-0.34414) * blue + fixed(-0.71414) * red));
        row[at + 2] = 255 - clamp(luma + rounded(fixed(1.772) * blue));
    }

    private static int fixed(double factor) {
        return (int) Math.round(factor * (1 << 16));
    }

    private static int rounded(int product) {
        return (product + HALF) >> 16;
    }

    /** {@code a * b / 255}, rounded. */
    private static int scaled(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
