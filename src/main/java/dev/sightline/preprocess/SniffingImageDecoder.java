package dev.sightline.preprocess;

import static java.util.Objects.requireNonNull;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Tells a file's type by its content, has it read by the codec of that type, and turns the picture upright. */
final class SniffingImageDecoder implements ImageDecoder {
    private final EnumMap<ImageType, Codec> codecs;
    private final PixelLimit limit;

    /** Takes a codec for every type. */
    SniffingImageDecoder(Map<ImageType, Codec> codecs, PixelLimit limit) {
        this.codecs = new EnumMap<>(codecs);
        this.limit = limit;
    }

    @Override
    public DecodedImage decode(byte[] file) {
        return decode(file, size -> size);
    }

    @Override
    public DecodedImage decode(byte[] file, UnaryOperator<ImageSize> needed) {
        if (file.length == 0) {
            throw FailureCode.IMAGE_EMPTY.because("the image has no bytes").toException();
        }
        var type = ImageType.of(file).orElseThrow(() -> FailureCode.IMAGE_UNSUPPORTED_TYPE
                .because("the content is none of JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF")
                .toException());
        var frame = read(type, file, needed);
        return frame.upright(type);
    }

    private Frame read(ImageType type, byte[] file, UnaryOperator<ImageSize> needed) {
        try {
            return requireNonNull(codecs.get(type)).read(file, limit, needed);
        } catch (CaptionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // readers answer broken files with all kinds of exceptions: whatever it is, these bytes are no picture
            throw new CaptionException(
                    FailureCode.IMAGE_UNDECODABLE.because("the " + type + " file is broken: " + e.getMessage()), e);
        }
    }
}
