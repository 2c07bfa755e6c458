package dev.sightline.preprocess;

import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** PNG of every kind. */
final class PngCodec implements Codec {
    private static final ImageReaderSpi READER = JdkReaders.of("png");

    private final double acceptedRows;

    /** Reads files that keep at least this part of their rows. */
    PngCodec(double acceptedRows) {
        this.acceptedRows = acceptedRows;
    }

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var png = PngFile.parse(file, limit);
        return JdkReaders.read(READER, png.critical(), (reader, warnings) -> {
            var frame = read(reader, png);
            if (!warnings.isEmpty()) {
                throw new IOException(String.join("; ", warnings));
            }
            return frame;
        });
    }

    private Frame read(ImageReader reader, PngFile png) throws IOException {
        var parameters = reader.getDefaultReadParam();
        var image = reader.getImageTypes(0)
                .next()
                .createBufferedImage(png.size().width(), png.size().height());
        parameters.setDestination(image); // so that rows remain where the data ends before them
        var rows = new RowCount();
        reader.addIIOReadUpdateListener(rows);
        double kept = 1;
        try {
            reader.read(0, parameters);
        } catch (IOException e) {
            kept = png.interlaced() ? 0 : (double) rows.count() / image.getHeight();
            if (kept < acceptedRows) {
                throw e;
            }
        }
        return new Frame(Rasters.toRgb(image), png.orientation(), kept);
    }
}
