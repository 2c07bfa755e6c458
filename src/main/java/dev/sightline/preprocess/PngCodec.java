package dev.sightline.preprocess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import javax.imageio.spi.ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/**
 * PNG of every kind. The decoder sees the critical chunks alone, their checksums verified: profiles, texts and
 * transparency, broken or not, never meet it.
 */
final class PngCodec implements Codec {
    private static final ImageReaderSpi READER = JdkReaders.of("png");
    private static final int SIGNATURE = 8;

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var bytes = new Bytes(file);
        var critical = new ByteArrayOutputStream(file.length);
        critical.write(file, 0, SIGNATURE);
        Orientation orientation = null;
        ImageSize size = null;
        boolean ended = false;
        for (int at = SIGNATURE; !ended; at = end(bytes, at)) {
            if (size == null) {
                size = header(bytes, at, limit);
            }
            if (bytes.startsWith(at + 4, "eXIf") && orientation == null) {
                orientation =
                        Orientation.inExif(file, at + 8, end(bytes, at) - 4).orElse(null);
            } else if (isCritical(bytes, at)) {
                verify(bytes, at);
                critical.write(file, at, end(bytes, at) - at);
                ended = bytes.startsWith(at + 4, "IEND");
            }
        }
        return new Frame(decode(critical.toByteArray()), orUpright(orientation));
    }

    private static Orientation orUpright(@Nullable Orientation orientation) {
        return Optional.ofNullable(orientation).orElse(Orientation.UPRIGHT);
    }

    private static ImageSize header(Bytes bytes, int at, PixelLimit limit) throws IOException {
        bytes.require(at, 8 + 13 + 4);
        if (!bytes.startsWith(at + 4, "IHDR") || bytes.int32(at) != 13) {
            throw new IOException("it does not begin with its header");
        }
        return limit.check(bytes.uint32(at + 8), bytes.uint32(at + 12));
    }

    /** Where the chunk at a position ends; the whole chunk is there. */
    private static int end(Bytes bytes, int at) throws IOException {
        bytes.require(at, 12);
        long length = bytes.uint32(at);
        bytes.require(at, 12 + length);
        return (int) (at + 12 + length);
    }

    private static boolean isCritical(Bytes bytes, int at) throws IOException {
        bytes.require(at, 8);
        return (bytes.uint8(at + 4) & 0x20) == 0;
    }

    private static void verify(Bytes bytes, int at) throws IOException {
        int end = end(bytes, at);
        var crc = new CRC32();
        crc.update(bytes.array(), at + 4, end - at - 8);
        if (crc.getValue() != bytes.uint32(end - 4)) {
            throw new IOException("the checksum of the chunk at byte " + at + " is wrong");
        }
    }

    private static RgbImage decode(byte[] png) throws IOException {
        return JdkReaders.read(READER, png, (reader, warnings) -> {
            var image = Rasters.toRgb(reader.read(0));
            if (!warnings.isEmpty()) {
                throw new IOException(String.join("; ", warnings));
            }
            return image;
        });
    }
}
