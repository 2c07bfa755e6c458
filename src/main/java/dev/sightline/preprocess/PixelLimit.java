package dev.sightline.preprocess;

import dev.sightline.failure.FailureCode;
import java.io.IOException;

/**
 * How large a picture may be; asked with the numbers of a header, before anything of that size is allocated.
 *
 * @param maxPixels inclusive
 */
record PixelLimit(long maxPixels) {
    /**
     * The size, if it is one and not too large.
     *
     * @throws IOException                            a picture without pixels
     * @throws dev.sightline.failure.CaptionException {@code image_too_many_pixels}
     */
    ImageSize check(long width, long height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("its header says " + width + "x" + height);
        }
        // an array of 3 bytes a pixel has to be possible
        if (width > Integer.MAX_VALUE / 4 / height || width * height > maxPixels) {
            throw FailureCode.IMAGE_TOO_MANY_PIXELS
                    .because("%dx%d is more than %d pixels (sightline.preprocess.max-pixels)"
                            .formatted(width, height, maxPixels))
                    .toException();
        }
        return new ImageSize((int) width, (int) height);
    }
}
