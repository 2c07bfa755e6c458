package dev.sightline.preprocess;

import java.io.IOException;

/** The palette indices of a GIF frame, out of its LZW codes; says how many were there. */
final class GifPixels {
    private static final int LONGEST_CODE = 12;

    private final Bytes bytes;
    private final int minimumSize;
    private final byte[] indices;
    private int at;
    private int left;
    private int buffer;
    private int available;

    /** Begins where the frame's code size stands. */
    GifPixels(Bytes bytes, int at, int count) throws IOException {
        bytes.require(at, 1);
        this.bytes = bytes;
        this.minimumSize = bytes.uint8(at);
        this.at = at + 1;
        this.indices = new byte[count];
        if (minimumSize < 1 || minimumSize > 8) {
            throw new IOException("its codes have " + minimumSize + " bits");
        }
    }

    byte[] indices() {
        return indices;
    }

    /** Decodes until all pixels are there or the data ends; returns how many there were. */
    int read() throws IOException {
        int clear = 1 << minimumSize;
        int end = clear + 1;
        int[] prefix = new int[1 << LONGEST_CODE];
        int[] length = new int[1 << LONGEST_CODE];
        byte[] suffix = new byte[1 << LONGEST_CODE];
        byte[] first = new byte[1 << LONGEST_CODE];
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
            first[i] = (byte) i;
            length[i] = 1;
        }
        int size = minimumSize + 1;
        int next = end + 1;
        int previous = -1;
        int filled = 0;
        while (filled < indices.length) {
            int code = code(size);
            if (code < 0 || code == end) {
                return filled;
            }
            if (code == clear) {
                size = minimumSize + 1;
                next = end + 1;
                previous = -1;
                continue;
            }
            if (code > next || (previous < 0 && (code == next || code > end))) {
                throw new IOException("a code at byte " + at + " stands for nothing");
            }
            if (previous >= 0 && next < 1 << LONGEST_CODE) {
                prefix[next] = previous;
                length[next] = length[previous] + 1;
                first[next] = first[previous];
                suffix[next] = first[code == next ? previous : code];
                next++;
                if (next == 1 << size && size < LONGEST_CODE) {
                    size++;
                }
            } else if (code >= next) {
                throw new IOException("a code at byte " + at + " stands for nothing");
            }
            int stop = filled + length[code];
            for (int to = stop - 1, string = code; to >= filled; to--, string = prefix[string]) {
                if (to < indices.length) {
                    indices[to] = suffix[string];
                }
            }
            filled = Math.min(stop, indices.length);
            previous = code;
        }
        return filled;
    }

    /** The next code, or -1 where the sub-blocks or the file end. */
    private int code(int size) {
        while (available < size) {
            if (left == 0) {
                if (at >= bytes.length() || bytes.uint8(at) == 0) {
                    return -1;
                }
                left = bytes.uint8(at++);
            }
            if (at >= bytes.length()) {
                return -1;
            }
            buffer |= bytes.uint8(at++) << available;
            available += 8;
            left--;
        }
        int code = buffer & (1 << size) - 1;
        buffer >>>= size;
        available -= size;
        return code;
    }
}
