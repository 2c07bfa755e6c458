package dev.sightline.preprocess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A small JPEG of a picture, for lists and galleries; made while the pixels are at hand. */
public final class Thumbnail {
    /** The longer edge has at most so many pixels. */
    public static final int LONGEST_EDGE = 512;

    private static final float QUALITY = 0.85f;

    private Thumbnail() {}

    /** The picture as a JPEG, made smaller where it is larger and never made larger. */
    public static byte[] jpegOf(RgbImage image) {
        var small = Resizer.resize(image, size(image.size()), Resample.BICUBIC);
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(JavaImage.of(small), null, null), parameters(writer));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static ImageSize size(ImageSize image) {
        int longest = Math.max(image.width(), image.height());
        if (longest <= LONGEST_EDGE) {
            return image;
        }
        return new ImageSize(edge(image.width(), longest), edge(image.height(), longest));
    }

    private static int edge(int length, int longest) {
        return Math.max(1, Math.round((float) length * LONGEST_EDGE / longest));
    }

    private static ImageWriteParam parameters(ImageWriter writer) {
        var parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(QUALITY);
        return parameters;
    }
}
