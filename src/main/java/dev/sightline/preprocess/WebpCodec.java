package dev.sightline.preprocess;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;
import javax.imageio.spi.ImageReaderSpi;

/**
 * WebP, lossy and lossless, by libwebp. The decoder sees the picture's own chunk alone, so that profiles never meet it, and
 * alpha is dropped with its plane; of an animation the first frame is read and laid on black.
 */
final class WebpCodec implements Codec {
    private static final ImageReaderSpi READER = new WebPImageReaderSpi();

    @Override
    public Frame read(byte[] file, PixelLimit limit, UnaryOperator<ImageSize> needed) throws IOException {
        var webp = WebpFile.parse(file);
        var canvas = limit.check(webp.canvas().width(), webp.canvas().height());
        var bitstream = webp.bitstream();
        var stored = WebpFile.sizeOf(new Bytes(file), bitstream);
        limit.check(stored.width(), stored.height());
        var pixels =
                JdkReaders.read(READER, still(file, bitstream), (reader, warnings) -> Rasters.toRgb(reader.read(0)));
        return new Frame(placed(pixels, webp, canvas), webp.orientation());
    }

    private static RgbImage placed(RgbImage pixels, WebpFile webp, ImageSize canvas) {
        return pixels.size().equals(canvas) ? pixels : Rasters.placed(pixels, canvas, webp.left(), webp.top(), 0);
    }

    /** A file of its own for one bitstream. */
    private static byte[] still(byte[] file, WebpFile.Chunk bitstream) {
        int padded = bitstream.length() + (bitstream.length() & 1);
        var header = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(4 + 8 + padded);
        header.put(new byte[] {'W', 'E', 'B', 'P'}).put(file, bitstream.body() - 8, 4);
        header.putInt(bitstream.length());
        var out = new ByteArrayOutputStream(20 + padded);
        out.writeBytes(header.array());
        out.write(file, bitstream.body(), bitstream.length());
        if (padded > bitstream.length()) {
            out.write(0);
        }
        return out.toByteArray();
    }
}
