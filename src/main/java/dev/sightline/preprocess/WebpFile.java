package dev.sightline.preprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file (RFC 9649) that say where its first picture is.
 *
 * @param canvas      the size of the whole
 * @param bitstream   the chunk of the first picture, {@code VP8} or {@code VP8L}
 * @param left        where an animation's first frame lies on the canvas
 * @param top         the same, downwards
 * @param orientation what Exif says
 */
record WebpFile(ImageSize canvas, Chunk bitstream, int left, int top, Orientation orientation) {
    private static final int FRAME_HEADER = 16;

    /** A chunk's content. */
    record Chunk(String name, int body, int length) {
        int end() {
            return body + length;
        }
    }

    static WebpFile parse(byte[] file) throws IOException {
        var bytes = new Bytes(file);
        bytes.require(0, 12);
        bytes.require(8, bytes.uint32Little(4));
        int end = (int) (8 + bytes.uint32Little(4));
        ImageSize canvas = null;
        Chunk bitstream = null;
        Chunk frame = null;
        Orientation orientation = null;
        for (int at = 12; at + 8 <= end; ) {
            var chunk = chunk(bytes, at, end);
            switch (chunk.name()) {
                case "VP8X" -> canvas = canvas(bytes, chunk);
                case "VP8 ", "VP8L" -> bitstream = bitstream == null ? chunk : bitstream;
                case "ANMF" -> frame = frame == null ? chunk : frame;
                case "EXIF" -> orientation = orientation(bytes, chunk).orElse(orientation);
                default -> {} // profiles, metadata, alpha
            }
            at = chunk.end() + (chunk.length() & 1);
        }
        if (bitstream == null && frame != null) {
            bitstream = inFrame(bytes, frame);
        }
        if (bitstream == null) {
            throw new IOException("it has no picture");
        }
        boolean animated = frame != null && canvas != null;
        return new WebpFile(
                animated ? canvas : sizeOf(bytes, bitstream),
                bitstream,
                animated ? 2 * uint24(bytes, frame.body()) : 0,
                animated ? 2 * uint24(bytes, frame.body() + 3) : 0,
                orientation == null ? Orientation.UPRIGHT : orientation);
    }

    private static Chunk chunk(Bytes bytes, int at, int end) throws EOFException {
        long length = bytes.uint32Little(at + 4);
        if (at + 8 + length > end) {
            throw new EOFException("a chunk at byte " + at + " is cut");
        }
        var name = new String(bytes.array(), at, 4, ISO_8859_1);
        return new Chunk(name, at + 8, (int) length);
    }

    private static @Nullable Chunk inFrame(Bytes bytes, Chunk frame) throws IOException {
        for (int at = frame.body() + FRAME_HEADER; at + 8 <= frame.end(); ) {
            var chunk = chunk(bytes, at, frame.end());
            if (chunk.name().equals("VP8 ") || chunk.name().equals("VP8L")) {
                return chunk;
            }
            at = chunk.end() + (chunk.length() & 1);
        }
        return null;
    }

    private static ImageSize canvas(Bytes bytes, Chunk chunk) throws IOException {
        bytes.require(chunk.body(), 10);
        return new ImageSize(uint24(bytes, chunk.body() + 4) + 1, uint24(bytes, chunk.body() + 7) + 1);
    }

    /** The size that a bitstream's own header states. */
    static ImageSize sizeOf(Bytes bytes, Chunk chunk) throws IOException {
        int at = chunk.body();
        if (chunk.name().equals("VP8L")) {
            bytes.require(at, 5);
            int packed = bytes.int32Little(at + 1);
            return new ImageSize((packed & 0x3fff) + 1, (packed >>> 14 & 0x3fff) + 1);
        }
        bytes.require(at, 10);
        int width = bytes.uint16Little(at + 6) & 0x3fff;
        int height = bytes.uint16Little(at + 8) & 0x3fff;
        if (width == 0 || height == 0) {
            throw new IOException("its header says " + width + "x" + height);
        }
        return new ImageSize(width, height);
    }

    private static Optional<Orientation> orientation(Bytes bytes, Chunk chunk) {
        int prefix = bytes.startsWith(chunk.body(), "Exif\0\0") ? 6 : 0; // JPEG's, left in by some writers
        return Orientation.inExif(bytes.array(), chunk.body() + prefix, chunk.end());
    }

    private static int uint24(Bytes bytes, int at) {
        return bytes.uint16Little(at) | bytes.uint8(at + 2) << 16;
    }
}
