package dev.sightline.preprocess;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Breaks files: what transport, disks and attackers do to them. */
final class Mutations {
    private static final int HEADER = 96;
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff};

    private Mutations() {}

    /** A broken copy, one to four things wrong with it; a PNG's checksums are set right half of the time. */
    static byte[] of(byte[] whole, SplittableRandom random) {
        byte[] broken = whole.clone();
        for (int i = random.nextInt(1, 5); i > 0 && broken.length > 0; i--) {
            broken = switch (random.nextInt(7)) {
                case 0 -> Arrays.copyOf(broken, random.nextInt(broken.length));
                case 1 -> flipped(broken, random, broken.length);
                case 2, 3 -> flipped(broken, random, Math.min(HEADER, broken.length));
                case 4 -> number(broken, random);
                case 5 -> spliced(broken, random);
                default -> filled(broken, random);
            };
        }
        return random.nextBoolean() ? withChecksums(broken) : broken;
    }

    private static byte[] flipped(byte[] file, SplittableRandom random, int within) {
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            file[random.nextInt(within)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) EDGES[random.nextInt(EDGES.length)];
        }
        return file;
    }

    /** A number of 2 or 4 bytes becomes a very large one. */
    private static byte[] number(byte[] file, SplittableRandom random) {
        int at = random.nextInt(random.nextBoolean() ? Math.min(HEADER, file.length) : file.length);
        int length = random.nextBoolean() ? 2 : 4;
        int top = random.nextInt(4);
        for (int i = 0; i < length && at + i < file.length; i++) {
            file[at + i] = (byte) (i == 0 || i == length - 1 ? 0x7f >> top : 0xff);
        }
        return file;
    }

    /** A stretch of the file once more, or left out. */
    private static byte[] spliced(byte[] file, SplittableRandom random) {
        int from = random.nextInt(file.length);
        int to = from + random.nextInt(file.length - from);
        var out = new ByteArrayOutputStream();
        out.write(file, 0, random.nextBoolean() ? to : from);
        int rest = random.nextBoolean() ? from : to;
        out.write(file, rest, file.length - rest);
        return out.toByteArray();
    }

    private static byte[] filled(byte[] file, SplittableRandom random) {
        int from = random.nextInt(file.length);
        int to = from + random.nextInt(Math.min(64, file.length - from));
        Arrays.fill(file, from, to, (byte) EDGES[random.nextInt(EDGES.length)]);
        return file;
    }

    private static byte[] withChecksums(byte[] file) {
        var bytes = new Bytes(file);
        if (!bytes.startsWith(1, "PNG")) {
            return file;
        }
        for (int at = 8; at + 12 <= file.length; ) {
            long length = bytes.uint32(at);
            if (length > file.length - at - 12) {
                return file;
            }
            var crc = new CRC32();
            crc.update(file, at + 4, (int) length + 4);
            int end = at + 8 + (int) length;
            for (int i = 0; i < 4; i++) {
                file[end + i] = (byte) (crc.getValue() >> (24 - 8 * i));
            }
            at = end + 4;
        }
        return file;
    }
}
