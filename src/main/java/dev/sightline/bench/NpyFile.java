package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Arrays of 32-bit floats as NumPy reads them: version 1.0 of the {@code .npy} format, little-endian, C order. */
final class NpyFile {
    private static final int ALIGNMENT = 64;
    private static final int BEFORE_HEADER = 10;

    private NpyFile() {}

    /**
     * Writes equal arrays as one, {@code [count, shape…]}.
     *
     * @throws IOException if the file cannot be written
     */
    static void write(Path file, List<FloatBuffer> arrays, long... shape) throws IOException {
        var axes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + arrays.size() + ", " + axes + "), }";
        var padding = ALIGNMENT - (BEFORE_HEADER + text.length() + 1) % ALIGNMENT;
        var header = text + " ".repeat(padding) + "\n";
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var begin = ByteBuffer.allocate(BEFORE_HEADER + header.length()).order(ByteOrder.LITTLE_ENDIAN);
            begin.put((byte) 0x93).put("NUMPY".getBytes(US_ASCII)).put((byte) 1).put((byte) 0);
            begin.putShort((short) header.length()).put(header.getBytes(US_ASCII));
            write(channel, begin.flip());
            for (var array : arrays) {
                var bytes = ByteBuffer.allocate(array.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(array.duplicate());
                write(channel, bytes);
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
