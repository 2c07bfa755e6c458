package dev.sightline.preprocess;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.imageio.spi.ImageReaderSpi;

/**
 * JPEG, sequential and progressive, grey, YCbCr, RGB, CMYK and YCCK. The decoder sees the picture's segments alone; which
 * colours they mean is settled here, as libjpeg settles it.
 */
final class JpegCodec implements Codec {
    private static final ImageReaderSpi READER = JdkReaders.of("jpeg");

    private final double acceptedRows;

    /** Reads files that keep at least this part of their rows. */
    JpegCodec(double acceptedRows) {
        this.acceptedRows = acceptedRows;
    }

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var jpeg = JpegFile.parse(file);
        limit.check(jpeg.frame().width(), jpeg.frame().height());
        if (!jpeg.frame().common()) {
            throw new IOException("JPEG process 0x%x with %d bits is not read"
                    .formatted(jpeg.frame().marker(), jpeg.frame().precision()));
        }
        if (!jpeg.hasScan()) {
            throw new IOException("it is truncated: no scan is there");
        }
        return decode(jpeg);
    }

    private Frame decode(JpegFile jpeg) throws IOException {
        return JdkReaders.read(READER, jpeg.bare(), (reader, warnings) -> {
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
