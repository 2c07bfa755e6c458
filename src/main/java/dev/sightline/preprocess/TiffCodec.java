package dev.sightline.preprocess;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.imageio.spi.ImageReaderSpi;

/** TIFF: the first picture of a file. */
final class TiffCodec implements Codec {
    private static final ImageReaderSpi READER = new TIFFImageReaderSpi();

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var tiff = TiffFile.parse(file, limit);
        return JdkReaders.read(READER, tiff.withoutProfile(file), (reader, warnings) -> {
            limit.check(reader.getWidth(0), reader.getHeight(0));
            var pixels = tiff.photometric() == TiffFile.CMYK
                    ? Cmyk.toRgb(reader.readRaster(0, null), Cmyk.Samples.INKS)
                    : Rasters.toRgb(reader.read(0));
            if (!warnings.isEmpty()) {
                throw new IOException(String.join("; ", warnings));
            }
            return new Frame(pixels, tiff.orientation());
        });
    }
}
