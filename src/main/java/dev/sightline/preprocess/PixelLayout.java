package dev.sightline.preprocess;

/** How the numbers of {@link PixelValues} are arranged; every model family has one way. */
public sealed interface PixelLayout {
    /** The axes' lengths, outermost first; the values are in C order. */
    long[] shape();

    /** One picture: {@code [3, height, width]}. */
    record Picture(int height, int width) implements PixelLayout {
        @Override
        public long[] shape() {
            return new long[] {3, height, width};
        }
    }

    /**
     * A picture cut into tiles, row by row, the whole picture as one more tile at the end: {@code [count, 3, height,
     * width]}. Every pixel of every tile is real, so the pixel mask {@code [count, height, width]} is all true.
     *
     * @param rows    rows of tiles, 0 where the picture was not cut
     * @param columns tiles a row, 0 where the picture was not cut
     * @param height  of a tile
     * @param width   of a tile
     */
    record Tiles(int rows, int columns, int height, int width) implements PixelLayout {
        /** How many tiles there are, the whole picture included. */
        public int count() {
            return rows * columns + 1;
        }

        @Override
        public long[] shape() {
            return new long[] {count(), 3, height, width};
        }
    }

    /**
     * Patches of a picture of any size, those that are merged side by side: {@code [frames * rows * columns, values]}.
     *
     * @param frames  temporal patches; 1 for a still picture
     * @param rows    rows of patches
     * @param columns patches a row
     * @param values  numbers a patch
     */
    record Patches(int frames, int rows, int columns, int values) implements PixelLayout {
        /** How many patches there are. */
        public int count() {
            return frames * rows * columns;
        }

        /** The grid as the encoder takes it: t, h, w. */
        public long[] grid() {
            return new long[] {frames, rows, columns};
        }

        @Override
        public long[] shape() {
            return new long[] {count(), values};
        }
    }
}
