package dev.sightline.preprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;

/**
 * Numbers in a file's bytes. Positions are checked: what lies outside the file is an end of file and nothing else.
 *
 * @param array the file, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a view that nobody compares
record Bytes(byte[] array) {
    int length() {
        return array.length;
    }

    /** Throws unless {@code count} bytes begin at this position. */
    void require(long at, long count) throws EOFException {
        if (at < 0 || count < 0 || at + count > array.length) {
            throw new EOFException(
                    "the file ends at byte %d, and bytes %d to %d are needed".formatted(array.length, at, at + count));
        }
    }

    int uint8(int at) {
        return array[at] & 0xff;
    }

    int uint16(int at) {
        return uint8(at) << 8 | uint8(at + 1);
    }

    int uint16Little(int at) {
        return uint8(at) | uint8(at + 1) << 8;
    }

    int int32(int at) {
        return uint16(at) << 16 | uint16(at + 2);
    }

    int int32Little(int at) {
        return uint16Little(at) | uint16Little(at + 2) << 16;
    }

    long uint32(int at) {
        return int32(at) & 0xffffffffL;
    }

    long uint32Little(int at) {
        return int32Little(at) & 0xffffffffL;
    }

    boolean startsWith(int at, String latin) {
        if (at < 0 || at + latin.length() > array.length) {
            return false;
        }
        return new String(array, at, latin.length(), ISO_8859_1).equals(latin);
    }
}
