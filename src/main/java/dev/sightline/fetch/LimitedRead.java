package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.storage.ImageBytes;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream to its end or to the byte limit, whichever comes first.
 *
 * @param maxBytes the limit
 * @param setting  what raises it
 */
record LimitedRead(long maxBytes, String setting) {
    static LimitedRead ofImages(long maxBytes) {
        return new LimitedRead(maxBytes, "sightline.fetch.max-bytes");
    }

    ImageBytes of(InputStream stream, ImageReference image) throws IOException {
        var bytes = stream.readNBytes(Math.toIntExact(maxBytes));
        if (bytes.length == maxBytes && stream.read() >= 0) {
            throw tooLarge(image);
        }
        return ImageBytes.owning(bytes);
    }

    CaptionException tooLarge(ImageReference image) {
        return IMAGE_TOO_LARGE
                .because(image.label() + ": the image has more than " + maxBytes
                        + " bytes; send a smaller file, or raise " + setting)
                .toException();
    }
}
