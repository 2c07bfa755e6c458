package dev.sightline.preprocess;

import java.util.function.UnaryOperator;

/** A file's bytes become upright 8-bit RGB pixels. Decoders are safe for use by several threads. */
public interface ImageDecoder {
    /**
     * Decodes the file's first picture at its full size.
     *
     * @throws dev.sightline.failure.CaptionException {@code image_empty}, {@code image_unsupported_type},
     *     {@code image_undecodable} or {@code image_too_many_pixels}; the last before any pixel is allocated
     */
    DecodedImage decode(byte[] file);

    /**
     * Decodes the file's first picture, at half its size where the configuration and the file's type allow it and much
     * less is needed.
     *
     * @param needed the size to which a picture of the given size will be resized
     * @throws dev.sightline.failure.CaptionException as {@link #decode(byte[])}
     */
    default DecodedImage decode(byte[] file, UnaryOperator<ImageSize> needed) {
        return decode(file);
    }
}
