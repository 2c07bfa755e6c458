package dev.sightline.preprocess;

import java.util.Map;

/** Makes the decoder for all types that this machine can read. */
public final class ImageDecoders {
    private static final double NEARLY_ALL = 0.95;

    private ImageDecoders() {}

    /** The decoder that the configuration asks for. */
    public static ImageDecoder of(PreprocessConfig config) {
        double acceptedRows = config.acceptDamaged() ? NEARLY_ALL : 1;
        return new SniffingImageDecoder(
                Map.of(
                        ImageType.JPEG, new JpegCodec(acceptedRows),
                        ImageType.PNG, new PngCodec(),
                        ImageType.WEBP, new WebpCodec(),
                        ImageType.GIF, new GifCodec(acceptedRows),
                        ImageType.BMP, new BmpCodec(),
                        ImageType.TIFF, new TiffCodec()),
                new PixelLimit(config.maxPixels()));
    }
}
