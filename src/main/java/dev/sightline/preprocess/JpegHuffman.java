package dev.sightline.preprocess;

import org.jspecify.annotations.Nullable;

/** A table of Huffman codes (ITU-T T.81, annex C). */
final class JpegHuffman {
    private static final int LONGEST = 16;

    private final int[] firstCode = new int[LONGEST + 1];
    private final int[] firstIndex = new int[LONGEST + 1];
    private final int[] count = new int[LONGEST + 1];
    private final Bytes bytes;
    private final int symbols;

    /** Reads the 16 counts at this position; the symbols follow them. */
    private JpegHuffman(Bytes bytes, int at) {
        this.bytes = bytes;
        this.symbols = at + LONGEST;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            count[length] = bytes.uint8(at + length - 1);
            firstCode[length] = code;
            firstIndex[length] = index;
            index += count[length];
            code = (code + count[length]) << 1;
        }
    }

    /** Reads the tables of a segment into their places. */
    static void read(Bytes bytes, int start, int end, @Nullable JpegHuffman[] dc, @Nullable JpegHuffman[] ac) {
        int at = start;
        while (at + 1 + LONGEST <= end) {
            int place = bytes.uint8(at);
            var table = new JpegHuffman(bytes, at + 1);
            int size = table.firstIndex[LONGEST] + table.count[LONGEST];
            if (table.symbols + size > end) {
                return;
            }
            (place >> 4 == 0 ? dc : ac)[place & 3] = table;
            at = table.symbols + size;
        }
    }

    /** The next symbol, or -1 where the bits are none or end. */
    int decode(JpegBits bits) {
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int bit = bits.read(1);
            if (bit < 0) {
                return -1;
            }
            code = code << 1 | bit;
            int offset = code - firstCode[length];
            if (offset >= 0 && offset < count[length]) {
                return bytes.uint8(symbols + firstIndex[length] + offset);
            }
        }
        return -1;
    }
}
