package dev.sightline.preprocess;

import java.util.Arrays;

/**
 * Resizes as Pillow's {@code Image.resize} does, byte for byte: a pass along the rows and one along the columns, each
 * rounded to 8 bits. Models were trained on pixels made this way.
 */
final class Resizer {
    private static final int CHANNELS = 3;

    private Resizer() {}

    static RgbImage resize(RgbImage image, ImageSize size, Resample resample) {
        return resize(ScaledImage.full(image), size, resample);
    }

    /** Resizes the area that the picture covers. */
    static RgbImage resize(ScaledImage image, ImageSize size, Resample resample) {
        var pixels = image.pixels();
        if (image.isFull() && pixels.size().equals(size)) {
            return pixels;
        }
        if (resample == Resample.NEAREST) {
            return nearest(pixels, size);
        }
        var area = image.area();
        var rows = ResampleKernel.of(pixels.width(), area.left(), area.right(), size.width(), resample);
        var columns = ResampleKernel.of(pixels.height(), area.top(), area.bottom(), size.height(), resample);
        if (image.isFull() && pixels.width() == size.width()) {
            return alongColumns(pixels, size.height(), columns);
        }
        if (image.isFull() && pixels.height() == size.height()) {
            return alongRows(pixels, size.width(), rows);
        }
        return image.isScaled() || columnsFirst(pixels, size)
                ? alongRows(alongColumns(pixels, size.height(), columns), size.width(), rows)
                : alongColumns(alongRows(pixels, size.width(), rows), size.height(), columns);
    }

    /**
     * Which pass is the first changes the rounding. Pillow 13 begins with the columns where that takes away more than twice
     * as many rows as the other pass takes away columns (found by trying 600 sizes; older ones begin with the rows). What
     * was decoded at half its size has no bytes to be equal to: it begins with the columns, which is faster.
     */
    private static boolean columnsFirst(RgbImage image, ImageSize size) {
        int lostRows = Math.max(0, image.height() - size.height());
        int lostColumns = Math.max(0, image.width() - size.width());
        return lostRows > 2 * lostColumns;
    }

    private static RgbImage alongRows(RgbImage image, int width, ResampleKernel kernel) {
        int[] weights = kernel.weights();
        byte[] in = image.rgb();
        byte[] out = new byte[bytes(width, image.height())];
        int stride = CHANNELS * image.width();
        for (int y = 0, to = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++, to += CHANNELS) {
                int red = ResampleKernel.HALF;
                int green = ResampleKernel.HALF;
                int blue = ResampleKernel.HALF;
                int from = y * stride + CHANNELS * kernel.first(x);
                int begin = kernel.weightsAt(x);
                for (int tap = 0; tap < kernel.count(x); tap++) {
                    int weight = weights[begin + tap];
                    red += (in[from + CHANNELS * tap] & 0xff) * weight;
                    green += (in[from + CHANNELS * tap + 1] & 0xff) * weight;
                    blue += (in[from + CHANNELS * tap + 2] & 0xff) * weight;
                }
                out[to] = ResampleKernel.rounded(red);
                out[to + 1] = ResampleKernel.rounded(green);
                out[to + 2] = ResampleKernel.rounded(blue);
            }
        }
        return new RgbImage(width, image.height(), out);
    }

    /** Each input row is widened to ints once and added to the outputs that see it: loops that the JIT makes vectors of. */
    private static RgbImage alongColumns(RgbImage image, int height, ResampleKernel kernel) {
        byte[] in = image.rgb();
        byte[] out = new byte[bytes(image.width(), height)];
        int stride = CHANNELS * image.width();
        int[] row = new int[stride];
        var sums = new int[height][];
        int begun = 0;
        int done = 0;
        for (int y = kernel.first(0); done < height; y++) {
            widen(row, in, y * stride);
            for (; begun < height && kernel.first(begun) <= y; begun++) {
                sums[begun] = new int[stride];
                Arrays.fill(sums[begun], ResampleKernel.HALF);
            }
            for (int to = done; to < begun; to++) {
                addRow(sums[to], row, kernel.weights()[kernel.weightsAt(to) + y - kernel.first(to)]);
            }
            for (; done < begun && kernel.first(done) + kernel.count(done) == y + 1; done++) {
                round(sums[done], out, done * stride);
                sums[done] = row; // lets the sums go
            }
        }
        return new RgbImage(image.width(), height, out);
    }

    private static void widen(int[] row, byte[] in, int from) {
        for (int i = 0; i < row.length; i++) {
            row[i] = in[from + i] & 0xff;
        }
    }

    private static void addRow(int[] sums, int[] row, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    private static void round(int[] sums, byte[] out, int to) {
        for (int i = 0; i < sums.length; i++) {
            out[to + i] = ResampleKernel.rounded(sums[i]);
        }
    }

    private static RgbImage nearest(RgbImage image, ImageSize size) {
        int[] columns = nearestPositions(image.width(), size.width());
        int[] rows = nearestPositions(image.height(), size.height());
        byte[] in = image.rgb();
        byte[] out = new byte[bytes(size.width(), size.height())];
        int to = 0;
        for (int row : rows) {
            for (int column : columns) {
                int from = CHANNELS * (row * image.width() + column);
                out[to++] = in[from];
                out[to++] = in[from + 1];
                out[to++] = in[from + 2];
            }
        }
        return new RgbImage(size.width(), size.height(), out);
    }

    private static int[] nearestPositions(int inputs, int outputs) {
        double step = (double) inputs / outputs;
        double position = step * 0.5;
        var positions = new int[outputs];
        for (int out = 0; out < outputs; out++) {
            positions[out] = Math.min((int) position, inputs - 1);
            position += step; // added up, not multiplied: the rounding is Pillow's too
        }
        return positions;
    }

    private static int bytes(int width, int height) {
        return Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height));
    }
}
