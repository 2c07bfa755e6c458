package dev.sightline.preprocess;

import java.nio.FloatBuffer;

/** Writes packed RGB bytes as three planes of numbers, {@code [3, height, width]}. Tables are made once a recipe. */
final class ChannelPlanes {
    private final float[][] tables;

    ChannelPlanes(Normalisation normalisation) {
        tables = new float[][] {normalisation.table(0), normalisation.table(1), normalisation.table(2)};
    }

    /** The number that a byte of a channel becomes. */
    float value(int channel, byte value) {
        return tables[channel][value & 0xff];
    }

    /** Three planes of the rectangle at (left, top), which may reach beyond the picture: there bytes are 0. */
    void write(RgbImage image, int left, int top, int width, int height, FloatBuffer out) {
        var row = new float[width];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = top; y < top + height; y++) {
                fill(row, image, left, y, channel);
                out.put(row);
            }
        }
    }

    private void fill(float[] row, RgbImage image, int left, int y, int channel) {
        float[] table = tables[channel];
        byte[] rgb = image.rgb();
        boolean inside = y >= 0 && y < image.height();
        for (int i = 0, x = left; i < row.length; i++, x++) {
            int value = inside && x >= 0 && x < image.width() ? rgb[3 * (y * image.width() + x) + channel] & 0xff : 0;
            row[i] = table[value];
        }
    }
}
