package dev.sightline.preprocess;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.imageio.spi.ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/**
 * JPEG, sequential and progressive, grey, YCbCr, RGB, CMYK and YCCK. The decoder sees the picture's segments alone; which
 * colours they mean is settled here, as libjpeg settles it.
 */
final class JpegCodec implements Codec {
    private static final ImageReaderSpi READER = JdkReaders.of("jpeg");

    private static final int MOST_SCANS = 500;

    private final double acceptedRows;
    private final @Nullable ReducedJpegDecoder reducing;

    /**
     * Reads files that keep at least this part of their rows.
     *
     * @param reducing decodes at half the size where much less is needed; without it everything is decoded in full
     */
    JpegCodec(double acceptedRows, @Nullable ReducedJpegDecoder reducing) {
        this.acceptedRows = acceptedRows;
        this.reducing = reducing;
    }

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var jpeg = JpegFile.parse(file);
        var stored = limit.check(jpeg.frame().width(), jpeg.frame().height());
        if (!jpeg.frame().common()) {
            throw new IOException("JPEG process 0x%x with %d bits is not read"
                    .formatted(jpeg.frame().marker(), jpeg.frame().precision()));
        }
        // each scan is a pass over the whole picture: thousands of them are an attack
        if (jpeg.scans() < 1 || jpeg.scans() > MOST_SCANS) {
            throw new IOException("it has " + jpeg.scans() + " scans");
        }
        byte[] bare = jpeg.bare();
        var small = reduced(jpeg, bare, stored, needed);
        return small.isPresent() ? new Frame(small.get(), jpeg.orientation(), 1) : decode(jpeg, bare);
    }

    private Optional<ScaledImage> reduced(
            JpegFile jpeg, byte[] bare, ImageSize stored, UnaryOperator<ImageSize> needed) {
        if (reducing == null || !jpeg.ended() || jpeg.frame().components().size() > 3) {
            return Optional.empty();
        }
        var orientation = jpeg.orientation();
        // what is needed is said of the upright picture; turning a size twice gives it back
        var least = orientation.upright(needed.apply(orientation.upright(stored)));
        return ReducedJpegDecoder.suits(stored, least) ? reducing.decode(bare, stored) : Optional.empty();
    }

    private Frame decode(JpegFile jpeg, byte[] bare) throws IOException {
        return JdkReaders.read(READER, bare, (reader, warnings) -> {
            int components = jpeg.frame().components().size();
            var image = components == 3 && jpeg.isYcc()
                    ? Rasters.toRgb(reader.read(0))
                    : toRgb(reader.readRaster(0, null), components, jpeg.adobe());
            // the decoder warns of grey rows and of trifles alike: where it does, the data itself is asked
            double kept = jpeg.ended() && warnings.isEmpty() ? 1 : JpegRows.kept(jpeg);
            if (kept < acceptedRows) {
                throw new IOException("it is truncated: %.1f%% of its rows are there".formatted(100 * kept));
            }
            return new Frame(image, jpeg.orientation(), kept);
        });
    }

    private static RgbImage toRgb(Raster raster, int components, int adobe) throws IOException {
        return switch (components) {
            case 1 -> Rasters.ofBands(raster, 0, 0, 0);
            case 3 -> Rasters.ofBands(raster, 0, 1, 2);
            case 4 -> Cmyk.toRgb(raster, adobe == 2 ? Cmyk.Samples.YCC_INVERTED : Cmyk.Samples.INVERTED);
            default -> throw new IOException("it has " + components + " components");
        };
    }
}
