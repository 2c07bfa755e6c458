package dev.sightline.preprocess;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * Decodes a JPEG at half its size, in the DCT domain: blocks of 8×8 become 4×4 without the pixels between ever being made.
 *
 * <p>Smaller scales save little more, since reading the file's codes takes most of the time, and do not show what
 * {@link Clipping} looks for; larger ones take longer than a full decode, which has fast transforms.
 */
final class ReducedJpegDecoder {
    /** Edges are at least this many times those needed, so that the resize behind still does nearly all of the work. */
    static final int MARGIN = 4;

    /** A third of what the mean may differ by; the rest is for rounding and for what the estimate does not see. */
    private static final double MOST_CLIPPING = 0.125;

    private static final int HALF = 2;
    private static final int FULL = 1;

    private final TurboJpeg library;

    ReducedJpegDecoder(TurboJpeg library) {
        this.library = library;
    }

    /** Whether half the size still is much more than what is needed. */
    static boolean suits(ImageSize stored, ImageSize needed) {
        return stored.width() >= HALF * MARGIN * needed.width() && stored.height() >= HALF * MARGIN * needed.height();
    }

    /**
     * Decodes at half the size; in full where half the size would not give nearly the same.
     *
     * @param stored the picture's full size
     * @return empty where the library found anything wrong with the file: the exact decoder then says what
     */
    Optional<ScaledImage> decode(byte[] jpeg, ImageSize stored) {
        var half = decode(jpeg, stored, HALF);
        boolean clipped = half.isPresent() && Clipping.levelsOfHalf(half.get().pixels()) > MOST_CLIPPING;
        return clipped ? decode(jpeg, stored, FULL) : half;
    }

    /** Decodes at half the size and throws the pixels away; false where the library found anything wrong. */
    boolean halveAlone(byte[] jpeg, ImageSize stored) {
        var size = scaled(stored, HALF);
        long memory = Native.malloc(3 * size.pixels());
        try {
            return decompress(jpeg, size, new Pointer(memory));
        } finally {
            Native.free(memory);
        }
    }

    private static ImageSize scaled(ImageSize stored, int divisor) {
        return new ImageSize((stored.width() + divisor - 1) / divisor, (stored.height() + divisor - 1) / divisor);
    }

    private Optional<ScaledImage> decode(byte[] jpeg, ImageSize stored, int divisor) {
        var size = scaled(stored, divisor);
        var rgb = new byte[3 * size.width() * size.height()];
        // given back at once: what waits for the garbage collector is not seen to be large by it
        long memory = Native.malloc(rgb.length);
        try {
            var pixels = new Pointer(memory);
            if (!decompress(jpeg, size, pixels)) {
                return Optional.empty();
            }
            pixels.read(0, rgb, 0, rgb.length);
        } finally {
            Native.free(memory);
        }
        var image = new RgbImage(size.width(), size.height(), rgb);
        var area = new ScaledImage.Area(0, 0, (double) stored.width() / divisor, (double) stored.height() / divisor);
        return Optional.of(new ScaledImage(image, stored, area));
    }

    /** The library's part alone: pixels at the size given, which is one of those it scales to. */
    private boolean decompress(byte[] jpeg, ImageSize size, Pointer pixels) {
        var decoder = library.tjInitDecompress();
        if (decoder == null) {
            return false;
        }
        try {
            int answer = library.tjDecompress2(
                    decoder,
                    jpeg,
                    jpeg.length,
                    pixels,
                    size.width(),
                    3 * size.width(),
                    size.height(),
                    TurboJpeg.PIXEL_FORMAT_RGB,
                    TurboJpeg.LIMIT_SCANS);
            return answer == 0;
        } finally {
            library.tjDestroy(decoder);
        }
    }
}
