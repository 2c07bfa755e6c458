package dev.sightline.preprocess;

/** The bits of a scan, stuffed zeros taken out; knows when there are no more. */
final class JpegBits {
    private final byte[] file;
    private final int end;
    private int at;
    private int buffer;
    private int available;

    JpegBits(byte[] file, int start, int end) {
        this.file = file;
        this.at = start;
        this.end = end;
    }

    /** The next bits as a number, at most 16; -1 where the data or its interval ends first. */
    int read(int count) {
        while (available < count) {
            if (!fill()) {
                return -1;
            }
        }
        available -= count;
        return buffer >>> available & (1 << count) - 1;
    }

    private boolean fill() {
        if (at >= end) {
            return false;
        }
        int value = file[at] & 0xff;
        if (value == 0xff) {
            if (at + 1 >= end || file[at + 1] != 0) {
                return false; // a marker
            }
            at++;
        }
        at++;
        buffer = buffer << 8 | value;
        available += 8;
        return true;
    }

    /** Goes behind the restart marker that has to come next. */
    boolean restart() {
        available = 0;
        while (at + 1 < end && (file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) == 0xff) {
            at++; // padding
        }
        if (at + 1 >= end || (file[at] & 0xff) != 0xff || (file[at + 1] & 0xf8) != 0xd0) {
            return false;
        }
        at += 2;
        return true;
    }
}
