package dev.sightline.preprocess;

import java.util.Map;

/** Makes the decoder for all types that this machine can read. */
public final class ImageDecoders {
    private ImageDecoders() {}

    /** The decoder that the configuration asks for. */
    public static ImageDecoder of(PreprocessConfig config) {
        return new SniffingImageDecoder(
                Map.of(
                        ImageType.JPEG, new JpegCodec(),
                        ImageType.PNG, new PngCodec(),
                        ImageType.WEBP, new WebpCodec()),
                new PixelLimit(config.maxPixels()));
    }
}
