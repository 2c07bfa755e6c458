package dev.sightline.preprocess;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF file: what has to be known, and to be possible, before a reader meets the file.
 *
 * @param size        of the picture
 * @param tile        of a tile, or of a strip where there are no tiles: what a reader allocates at once
 * @param samples     a pixel
 * @param photometric what they mean
 * @param orientation how the picture is to be turned
 * @param profile     where the entry of the colour profile is, or -1
 */
record TiffFile(ImageSize size, ImageSize tile, int samples, int photometric, Orientation orientation, int profile) {
    static final int CMYK = 5;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES_A_PIXEL = 277;
    private static final int ROWS_A_STRIP = 278;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int PROFILE = 34675;
    private static final int CLASSIC = 42;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    static TiffFile parse(byte[] file, PixelLimit limit) throws IOException {
        var bytes = new Bytes(file);
        bytes.require(0, 8);
        boolean little = bytes.startsWith(0, "II");
        if (uint16(bytes, 2, little) != CLASSIC) {
            throw new IOException("BigTIFF is not read");
        }
        long directory = uint32(bytes, 4, little);
        bytes.require(directory, 2);
        int entries = uint16(bytes, (int) directory, little);
        bytes.require(directory, 2L + (long) ENTRY * entries);
        var values = new HashMap<Integer, Long>();
        int profile = -1;
        for (int i = 0; i < entries; i++) {
            int at = (int) directory + 2 + ENTRY * i;
            int tag = uint16(bytes, at, little);
            values.put(tag, value(bytes, at, little));
            profile = tag == PROFILE ? at : profile;
        }
        var size = limit.check(values.getOrDefault(WIDTH, 0L), values.getOrDefault(HEIGHT, 0L));
        long rows = Math.min(values.getOrDefault(ROWS_A_STRIP, Long.MAX_VALUE), size.height());
        var tile = limit.check(
                values.getOrDefault(TILE_WIDTH, (long) size.width()), values.getOrDefault(TILE_HEIGHT, rows));
        return new TiffFile(
                size,
                tile,
                samples(values),
                (int) Math.min(values.getOrDefault(PHOTOMETRIC, 1L), Integer.MAX_VALUE),
                Orientation.ofTag((int) Math.min(values.getOrDefault(ORIENTATION, 1L), 9)),
                profile);
    }

    private static int samples(Map<Integer, Long> values) throws IOException {
        long samples = values.getOrDefault(SAMPLES_A_PIXEL, 1L);
        if (samples < 1 || samples > 8) {
            throw new IOException("it has " + samples + " samples a pixel");
        }
        return (int) samples;
    }

    /** The first number of an entry, whose whole array has to be in the file; 0 for what is no whole number. */
    private static long value(Bytes bytes, int at, boolean little) throws IOException {
        int type = uint16(bytes, at + 2, little);
        long count = uint32(bytes, at + 4, little);
        int size = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        int where = at + 8;
        if (size * count > 4) {
            long offset = uint32(bytes, at + 8, little);
            bytes.require(offset, size * count);
            where = (int) offset;
        }
        return type == SHORT ? uint16(bytes, where, little) : size == 4 ? uint32(bytes, where, little) : 0;
    }

    private static int uint16(Bytes bytes, int at, boolean little) {
        return little ? bytes.uint16Little(at) : bytes.uint16(at);
    }

    private static long uint32(Bytes bytes, int at, boolean little) {
        return little ? bytes.uint32Little(at) : bytes.uint32(at);
    }

    /** The same file with its colour profile under a number that nobody knows. */
    byte[] withoutProfile(byte[] file) {
        if (profile < 0) {
            return file;
        }
        byte[] copy = file.clone();
        copy[profile] = (byte) 0xff;
        copy[profile + 1] = (byte) 0xff;
        return copy;
    }
}
