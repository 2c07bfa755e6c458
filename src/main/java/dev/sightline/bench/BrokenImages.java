package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Files that are no images, each broken in its own way, made from a sound photo. */
final class BrokenImages {
    private static final int HUGE_BYTES = 65 << 20; // above the default limit of 64 MiB
    private static final int HUGE_SIDE = 100_000;

    private BrokenImages() {}

    /** Writes the file of this kind. */
    static void write(AccountKind kind, Path file, Path photo) throws IOException {
        switch (kind) {
            case EMPTY -> Files.write(file, new byte[0]);
            case NO_IMAGE -> Files.write(file, "this is a text, whatever its name says".getBytes(UTF_8));
            case TRUNCATED -> {
                var sound = Files.readAllBytes(photo);
                Files.write(file, Arrays.copyOf(sound, sound.length / 3));
            }
            case TOO_MANY_PIXELS -> Files.write(file, headerOfAHugePng());
            case TOO_LARGE -> {
                try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(HUGE_BYTES);
                }
            }
            default -> throw new IllegalArgumentException(kind + " is no broken file");
        }
    }

    // PNG, 5.2 and 11.2.2: signature, then IHDR with width, height, 8 bits of grey
    private static byte[] headerOfAHugePng() {
        var header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(UTF_8))
                .putInt(HUGE_SIDE)
                .putInt(HUGE_SIDE)
                .put(new byte[] {8, 0, 0, 0, 0})
                .array();
        var checksum = new CRC32();
        checksum.update(header);
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})
                .putInt(header.length - 4)
                .put(header)
                .putInt((int) checksum.getValue())
                .array();
    }
}
