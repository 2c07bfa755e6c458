package dev.sightline.preprocess;

import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.imageio.spi.ImageReaderSpi;

/** BMP of Windows and OS/2. */
final class BmpCodec implements Codec {
    private static final ImageReaderSpi READER = JdkReaders.of("bmp");
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var bytes = new Bytes(file);
        bytes.require(14, 4);
        int header = bytes.int32Little(14);
        bytes.require(14, header);
        if (header == CORE_HEADER) {
            limit.check(bytes.uint16Little(18), bytes.uint16Little(20));
        } else {
            limit.check(bytes.int32Little(18), Math.abs((long) bytes.int32Little(22)));
        }
        if (header >= INFO_HEADER) {
            // what the reader makes room for before it looks whether it is there
            bytes.require(14 + header, 4 * Math.min(bytes.uint32Little(46), 1L << 30));
        }
        return JdkReaders.read(
                READER, file, (reader, warnings) -> new Frame(Rasters.toRgb(reader.read(0)), Orientation.UPRIGHT));
    }
}
