package dev.sightline.preprocess;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Photos as cameras make them: enlarged, with noise and sharpening, in the ways that JPEG is written. */
final class LargePhoto {
    private static final int NOISE = 12;

    private LargePhoto() {}

    /** The photo at so many pixels; enlarging alone would leave nothing for a scaled decoder to get wrong. */
    static RgbImage of(RgbImage photo, double pixels) {
        double factor = Math.sqrt(pixels / photo.size().pixels());
        var size = new ImageSize((int) (photo.width() * factor), (int) (photo.height() * factor));
        var large = Resizer.resize(photo, size, Resample.LANCZOS);
        var random = new SplittableRandom(size.width());
        byte[] rgb = large.rgb();
        for (int i = 0; i < rgb.length; i++) {
            long bits = random.nextLong();
            // the sum of four uniform numbers is nearly a normal one
            int noise = (int) (bits & 15) + (int) (bits >> 8 & 15) + (int) (bits >> 16 & 15) + (int) (bits >> 24 & 15);
            rgb[i] = clamped((rgb[i] & 0xff) + (noise - 30) * NOISE / 30);
        }
        return sharpened(large);
    }

    private static RgbImage sharpened(RgbImage image) {
        byte[] in = image.rgb();
        byte[] out = in.clone();
        int stride = 3 * image.width();
        for (int i = stride + 3; i < in.length - stride - 3; i++) {
            int around = (in[i - 3] & 0xff) + (in[i + 3] & 0xff) + (in[i - stride] & 0xff) + (in[i + stride] & 0xff);
            out[i] = clamped((in[i] & 0xff) * 2 - around / 4);
        }
        return new RgbImage(image.width(), image.height(), out);
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }

    /** The picture as a JPEG. */
    static byte[] jpeg(RgbImage image, boolean fullChroma, boolean progressive) {
        var buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();
        for (int at = 0; at < bgr.length; at += 3) {
            bgr[at] = image.rgb()[at + 2];
            bgr[at + 1] = image.rgb()[at + 1];
            bgr[at + 2] = image.rgb()[at];
        }
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(0.9f);
        if (progressive) {
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(buffered), parameters);
            if (fullChroma) {
                useFullChroma(metadata);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(buffered, null, metadata), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static void useFullChroma(IIOMetadata metadata) throws IOException {
        Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
        var specs = ((Element) root).getElementsByTagName("componentSpec");
        for (int i = 0; i < specs.getLength(); i++) {
            ((Element) specs.item(i)).setAttribute("HsamplingFactor", "1");
            ((Element) specs.item(i)).setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
    }
}
