package dev.sightline.preprocess;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the decoder for all types that this machine can read. */
public final class ImageDecoders {
    private static final double NEARLY_ALL = 0.95;
    private static final @Nullable Libheif LIBHEIF = Libheif.load().orElse(null);
    private static final HeifCodec HEIC = new HeifCodec(ImageType.HEIC, LIBHEIF);
    private static final HeifCodec AVIF = new HeifCodec(ImageType.AVIF, LIBHEIF);

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
                        ImageType.TIFF, new TiffCodec(),
                        ImageType.HEIC, HEIC,
                        ImageType.AVIF, AVIF),
                new PixelLimit(config.maxPixels()));
    }

    /** For each type whether this machine reads it, and what to install where it does not. */
    public static List<FormatSupport> formats() {
        return Arrays.stream(ImageType.values())
                .map(type -> new FormatSupport(
                        type,
                        switch (type) {
                            case HEIC -> HEIC.missing().orElse(null);
                            case AVIF -> AVIF.missing().orElse(null);
                            default -> null;
                        }))
                .toList();
    }
}
