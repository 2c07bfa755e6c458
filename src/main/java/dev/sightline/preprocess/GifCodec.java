package dev.sightline.preprocess;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * GIF: the first frame, laid on its screen as Pillow lays it. Transparency is dropped like any alpha: what a pixel's
 * palette entry says stays.
 */
final class GifCodec implements Codec {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int TABLE_FLAG = 0x80;
    private static final int INTERLACE_FLAG = 0x40;

    private final double acceptedRows;

    /** Reads files that keep at least this part of their rows. */
    GifCodec(double acceptedRows) {
        this.acceptedRows = acceptedRows;
    }

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var bytes = new Bytes(file);
        bytes.require(0, 13);
        limit.check(Math.max(1, bytes.uint16Little(6)), Math.max(1, bytes.uint16Little(8)));
        int flags = bytes.uint8(10);
        int at = 13 + tableBytes(flags);
        int transparent = -1;
        while (true) {
            bytes.require(at, 1);
            int block = bytes.uint8(at);
            if (block == IMAGE) {
                return frame(bytes, at, (flags & TABLE_FLAG) == 0 ? -1 : 13, transparent, limit);
            }
            if (block == EXTENSION) {
                bytes.require(at, 8);
                if (bytes.uint8(at + 1) == GRAPHIC_CONTROL) {
                    transparent = (bytes.uint8(at + 3) & 1) == 0 ? -1 : bytes.uint8(at + 6);
                }
                at = skipSubBlocks(bytes, at + 2);
            } else if (block == 0) {
                at++; // stray terminators do no harm
            } else {
                throw new IOException("it has no picture");
            }
        }
    }

    private Frame frame(Bytes bytes, int at, int globalTable, int transparent, PixelLimit limit) throws IOException {
        bytes.require(at, 11);
        int left = bytes.uint16Little(at + 1);
        int top = bytes.uint16Little(at + 3);
        int width = bytes.uint16Little(at + 5);
        int height = bytes.uint16Little(at + 7);
        int flags = bytes.uint8(at + 9);
        limit.check(width, height);
        var screen = limit.check(
                Math.max(bytes.uint16Little(6), left + width), Math.max(bytes.uint16Little(8), top + height));
        boolean local = (flags & TABLE_FLAG) != 0;
        int[] palette = palette(bytes, local ? at + 10 : globalTable, local ? flags : bytes.uint8(10));
        var data = new GifPixels(bytes, at + 10 + (local ? tableBytes(flags) : 0), width * height);
        int rows = data.read() / width;
        double kept = (double) rows / height;
        if (kept < acceptedRows) {
            throw new IOException("it is truncated: %d of %d rows are there".formatted(rows, height));
        }
        var pixels = colored(data.indices(), width, height, palette, (flags & INTERLACE_FLAG) != 0);
        int background = palette[Math.max(0, transparent)];
        return new Frame(
                pixels.size().equals(screen) ? pixels : Rasters.placed(pixels, screen, left, top, background),
                Orientation.UPRIGHT,
                kept);
    }

    private static RgbImage colored(byte[] indices, int width, int height, int[] palette, boolean interlaced) {
        byte[] rgb = new byte[3 * width * height];
        int row = 0;
        int pass = 0;
        for (int stored = 0; stored < height; stored++) {
            int to = 3 * width * row;
            for (int from = stored * width; from < (stored + 1) * width; from++) {
                to = Rasters.put(rgb, to, palette[indices[from] & 0xff]);
            }
            row += interlaced ? (pass == 0 ? 8 : 16 >> pass) : 1;
            while (interlaced && row >= height && pass < 3) {
                pass++;
                row = 8 >> pass;
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** 256 colours; greys where the file has no table, black beyond its end. */
    private static int[] palette(Bytes bytes, int table, int flags) throws IOException {
        var palette = new int[256];
        if (table < 0) {
            for (int i = 0; i < palette.length; i++) {
                palette[i] = i * 0x010101;
            }
            return palette;
        }
        bytes.require(table, tableBytes(flags));
        for (int i = 0; i < tableBytes(flags) / 3; i++) {
            palette[i] = bytes.uint16(table + 3 * i) << 8 | bytes.uint8(table + 3 * i + 2);
        }
        return palette;
    }

    private static int tableBytes(int flags) {
        return (flags & TABLE_FLAG) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int skipSubBlocks(Bytes bytes, int from) throws IOException {
        int at = from;
        while (true) {
            bytes.require(at, 1);
            int length = bytes.uint8(at);
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
    }
}
