package dev.sightline.preprocess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * What a decoder needs of a PNG file (PNG third edition, clause 5).
 *
 * @param size        of the picture
 * @param interlaced  whether its rows come in several passes
 * @param orientation what Exif says
 * @param critical    a file of the critical chunks alone, their checksums verified; profiles, texts and transparency,
 *                    broken or not, are left out. A last chunk that is cut, or an end that is missing, is made good: whether
 *                    the rows are there is for the decoder to find out
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read once
record PngFile(ImageSize size, boolean interlaced, Orientation orientation, byte[] critical) {
    private static final int SIGNATURE = 8;
    private static final int AROUND = 12;
    private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};

    static PngFile parse(byte[] file, PixelLimit limit) throws IOException {
        var bytes = new Bytes(file);
        bytes.require(SIGNATURE, AROUND + 13);
        if (!bytes.startsWith(SIGNATURE + 4, "IHDR") || bytes.int32(SIGNATURE) != 13) {
            throw new IOException("it does not begin with its header");
        }
        var size = limit.check(bytes.uint32(16), bytes.uint32(20));
        var critical = new ByteArrayOutputStream(file.length + AROUND);
        critical.write(file, 0, SIGNATURE);
        var orientation = Orientation.UPRIGHT;
        boolean ended = false;
        for (int at = SIGNATURE; !ended && at + AROUND <= file.length; ) {
            long end = at + AROUND + bytes.uint32(at);
            if (end > file.length) {
                if (bytes.startsWith(at + 4, "IDAT")) {
                    writeChunk(critical, file, at + 4, file.length);
                }
                break;
            }
            if (bytes.startsWith(at + 4, "eXIf")) {
                orientation = Orientation.inExif(file, at + 8, (int) end - 4).orElse(orientation);
            } else if ((bytes.uint8(at + 4) & 0x20) == 0) { // a capital letter: critical
                verify(bytes, at, (int) end);
                critical.write(file, at, (int) end - at);
            }
            ended = bytes.startsWith(at + 4, "IEND");
            at = (int) end;
        }
        if (!ended) {
            critical.writeBytes(END);
        }
        return new PngFile(size, bytes.uint8(28) != 0, orientation, critical.toByteArray());
    }

    private static void verify(Bytes bytes, int at, int end) throws IOException {
        if (checksum(bytes.array(), at + 4, end - 4) != bytes.uint32(end - 4)) {
            throw new IOException("the checksum of the chunk at byte " + at + " is wrong");
        }
    }

    /** A chunk of what is left from its name on. */
    private static void writeChunk(ByteArrayOutputStream out, byte[] file, int from, int to) {
        writeInt(out, to - from - 4);
        out.write(file, from, to - from);
        writeInt(out, (int) checksum(file, from, to));
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }

    private static long checksum(byte[] file, int from, int to) {
        var crc = new CRC32();
        crc.update(file, from, to - from);
        return crc.getValue();
    }
}
