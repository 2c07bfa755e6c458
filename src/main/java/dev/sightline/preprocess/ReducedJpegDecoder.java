package dev.sightline.preprocess;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * Decodes a JPEG at a fraction of its size, in the DCT domain: blocks of 8×8 become 1×1 to 7×7 without the pixels between
 * ever being made.
 */
final class ReducedJpegDecoder {
    /** Edges are at least this many times those needed, so that the resize behind still does nearly all of the work. */
    static final int MARGIN = 4;

    static final int EIGHTHS = 8;

    private final TurboJpeg library;

    ReducedJpegDecoder(TurboJpeg library) {
        this.library = library;
    }

    /** The smallest scale, in eighths, whose edges still are large enough; 8 where none is. */
    static int scale(ImageSize stored, ImageSize needed) {
        int scale = 1;
        while (scale < EIGHTHS
                && (stored.width() * scale < EIGHTHS * MARGIN * needed.width()
                        || stored.height() * scale < EIGHTHS * MARGIN * needed.height())) {
            scale++;
        }
        return scale;
    }

    /**
     * Decodes at a scale that {@link #scale} gave.
     *
     * @param stored the picture's full size
     * @return empty where the library found anything wrong with the file: the exact decoder then says what
     */
    Optional<ScaledImage> decode(byte[] jpeg, ImageSize stored, int scale) {
        double width = (double) stored.width() * scale / EIGHTHS;
        double height = (double) stored.height() * scale / EIGHTHS;
        var size = new ImageSize((int) Math.ceil(width), (int) Math.ceil(height));
        var decoder = library.tjInitDecompress();
        if (decoder == null) {
            return Optional.empty();
        }
        int row = 3 * size.width();
        var rgb = new byte[row * size.height()];
        // given back at once: what waits for the garbage collector is not seen to be large by it
        long memory = Native.malloc(rgb.length);
        var pixels = new Pointer(memory);
        try {
            int answer = library.tjDecompress2(
                    decoder,
                    jpeg,
                    jpeg.length,
                    pixels,
                    size.width(),
                    row,
                    size.height(),
                    TurboJpeg.PIXEL_FORMAT_RGB,
                    TurboJpeg.LIMIT_SCANS);
            if (answer != 0) {
                return Optional.empty();
            }
            pixels.read(0, rgb, 0, rgb.length);
            var image = new RgbImage(size.width(), size.height(), rgb);
            return Optional.of(new ScaledImage(image, stored, new ScaledImage.Area(0, 0, width, height)));
        } finally {
            Native.free(memory);
            library.tjDestroy(decoder);
        }
    }
}
