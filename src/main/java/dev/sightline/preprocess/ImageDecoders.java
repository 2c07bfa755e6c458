package dev.sightline.preprocess;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the decoder for all types that this machine can read. */
public final class ImageDecoders {
    private static final Logger LOG = Logger.getLogger(ImageDecoders.class);
    private static final double NEARLY_ALL = 0.95;
    private static final @Nullable Libheif LIBHEIF = Libheif.load().orElse(null);
    private static final @Nullable ReducedJpegDecoder REDUCING =
            TurboJpeg.load().map(ReducedJpegDecoder::new).orElse(null);
    private static final AtomicLong FALLBACKS = new AtomicLong();
    private static final HeifCodec HEIC = new HeifCodec(ImageType.HEIC, LIBHEIF);
    private static final HeifCodec AVIF = new HeifCodec(ImageType.AVIF, LIBHEIF);

    private ImageDecoders() {}

    /** The decoder that the configuration asks for. */
    public static ImageDecoder of(PreprocessConfig config) {
        double acceptedRows = config.acceptDamaged() ? NEARLY_ALL : 1;
        return new SniffingImageDecoder(
                Map.of(
                        ImageType.JPEG, new JpegCodec(acceptedRows, reducing(config)),
                        ImageType.PNG, new PngCodec(acceptedRows),
                        ImageType.WEBP, new WebpCodec(),
                        ImageType.GIF, new GifCodec(acceptedRows),
                        ImageType.BMP, new BmpCodec(),
                        ImageType.TIFF, new TiffCodec(),
                        ImageType.HEIC, HEIC,
                        ImageType.AVIF, AVIF),
                new PixelLimit(config.maxPixels()));
    }

    private static @Nullable ReducedJpegDecoder reducing(PreprocessConfig config) {
        if (config.decode() == PreprocessConfig.Scale.EXACT) {
            return null;
        }
        if (REDUCING == null && FALLBACKS.getAndIncrement() == 0) {
            LOG.warn("decode=reduced, but there is no TurboJPEG: pictures are decoded in full; package=libturbojpeg0");
        }
        return REDUCING;
    }

    /** How many decoders decode in full although {@code decode=reduced} was asked for, for want of the library. */
    public static long fallbacks() {
        return FALLBACKS.get();
    }

    /** The scale at which the configuration has JPEGs decoded here: the exact one where the library is missing. */
    public static PreprocessConfig.Scale scale(PreprocessConfig config) {
        return scale(config.decode(), canReduce());
    }

    static PreprocessConfig.Scale scale(PreprocessConfig.Scale asked, boolean canReduce) {
        return canReduce ? asked : PreprocessConfig.Scale.EXACT;
    }

    /**
     * TurboJPEG alone: decodes at half the size and throws the pixels away, for {@code decode=reduced} to be measured by.
     *
     * @throws IllegalStateException if there is no library, or it cannot decode the file
     */
    public static void halveAlone(byte[] jpeg, ImageSize stored) {
        if (REDUCING == null || !REDUCING.halveAlone(jpeg, stored)) {
            throw new IllegalStateException("TurboJPEG is missing, or does not decode this file");
        }
    }

    /** Whether {@code decode=reduced} has the library that it needs. */
    public static boolean canReduce() {
        return REDUCING != null;
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
