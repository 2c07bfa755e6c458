package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header that promises too many pixels is refused before anything of that size is allocated. */
class PixelBombsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());
    private static final long LITTLE = 1_000_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-420.jpg",
                "jpeg-progressive.jpg",
                "png-rgba.png",
                "webp-lossy.webp",
                "webp-lossless.webp",
                "webp-animated.webp",
                "gif-plain.gif",
                "bmp-24.bmp",
                "tiff-lzw.tiff"
            })
    void refusesFromTheHeader(String name) {
        // given
        byte[] bomb = withHugeSize(Resources.bytes("images/" + name));
        assertThatThrownBy(() -> DECODER.decode(bomb))
                .as("all classes are loaded")
                .isNotNull();
        long before = THREADS.getCurrentThreadAllocatedBytes();

        // when
        var refused = catchThrowableOfType(CaptionException.class, () -> DECODER.decode(bomb));

        // then
        assertThat(refused.failure().code()).isEqualTo(FailureCode.IMAGE_TOO_MANY_PIXELS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
    }

    private static byte[] withHugeSize(byte[] file) {
        var little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        switch (ImageType.of(file).orElseThrow()) {
            case JPEG -> ByteBuffer.wrap(file).putInt(frameHeader(file) + 5, 0xffff_ffff);
            case PNG -> {
                ByteBuffer.wrap(file).putInt(16, 0x7fff_ffff);
                var crc = new CRC32();
                crc.update(file, 12, 17);
                ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
            }
            case WEBP -> {
                int at = indexOf(file, "VP8X");
                if (at >= 0) {
                    little.putInt(at + 12, 0xffff_ffff).putShort(at + 16, (short) 0xffff);
                } else if (indexOf(file, "VP8L") >= 0) {
                    little.putInt(indexOf(file, "VP8L") + 9, 0x0fff_ffff);
                } else {
                    little.putInt(indexOf(file, "VP8 ") + 14, 0x3fff_3fff);
                }
            }
            case GIF -> little.putInt(6, 0xffff_ffff);
            case BMP -> little.putInt(18, 0x7fff_ffff);
            default -> little.putInt(entry(little, 256) + 8, 0x7fff_ffff).putShort(entry(little, 256) + 2, (short) 4);
        }
        return file;
    }

    private static int frameHeader(byte[] file) {
        for (int at = 2; ; at += 2 + new Bytes(file).uint16(at + 2)) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xc0 || marker == 0xc2) {
                return at;
            }
        }
    }

    private static int indexOf(byte[] file, String name) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(name);
    }

    /** Where the directory's entry of a tag is. */
    private static int entry(ByteBuffer tiff, int tag) {
        int at = tiff.getInt(4) + 2;
        while (tiff.getShort(at) != tag) {
            at += 12;
        }
        return at;
    }
}
