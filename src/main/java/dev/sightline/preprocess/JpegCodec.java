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

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var jpeg = JpegFile.parse(file);
        limit.check(jpeg.frame().width(), jpeg.frame().height());
        if (!jpeg.frame().common()) {
            throw new IOException("JPEG process 0x%x with %d bits is not read"
                    .formatted(jpeg.frame().marker(), jpeg.frame().precision()));
        }
        if (!jpeg.hasScan() || !jpeg.ended()) {
            throw new IOException("it is truncated");
        }
        return new Frame(decode(jpeg), jpeg.orientation());
    }

    private static RgbImage decode(JpegFile jpeg) throws IOException {
        return JdkReaders.read(READER, jpeg.bare(), (reader, warnings) -> {
            int components = jpeg.frame().components().size();
            var image = components == 3 && jpeg.isYcc()
                    ? Rasters.toRgb(reader.read(0))
                    : toRgb(reader.readRaster(0, null), components, jpeg.adobe());
            if (!warnings.isEmpty()) {
                throw new IOException(String.join("; ", warnings));
            }
            return image;
        });
    }

    private static RgbImage toRgb(Raster raster, int components, int adobe) throws IOException {
        return switch (components) {
            case 1 -> Rasters.ofBands(raster, 0, 0, 0);
            case 3 -> Rasters.ofBands(raster, 0, 1, 2);
            case 4 -> Cmyk.toRgb(raster, adobe == 2);
            default -> throw new IOException("it has " + components + " components");
        };
    }
}
