package dev.sightline.bench;

import dev.sightline.preprocess.JavaImage;
import dev.sightline.preprocess.RgbImage;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
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
public final class LargePhoto {
    /** The ways in which cameras write JPEGs that decoders treat differently. */
    public enum Kind {
        BASELINE_420(false, false),
        BASELINE_444(true, false),
        PROGRESSIVE_420(false, true),
        PROGRESSIVE_444(true, true);

        private final boolean fullChroma;
        private final boolean progressive;

        Kind(boolean fullChroma, boolean progressive) {
            this.fullChroma = fullChroma;
            this.progressive = progressive;
        }
    }

    /** Noise of a camera in good light. */
    public static final int USUAL_NOISE = 12;

    private LargePhoto() {}

    /**
     * The photo at so many pixels; enlarging alone would leave nothing for a scaled decoder to get wrong.
     *
     * @param noise the most grey levels that it moves a pixel's channel before sharpening, which doubles it
     */
    public static RgbImage of(RgbImage photo, double pixels, int noise) {
        var large = enlarged(photo, Math.sqrt(pixels / photo.size().pixels()));
        var random = new SplittableRandom(large.width());
        byte[] rgb = large.rgb();
        for (int i = 0; i < rgb.length; i++) {
            long bits = random.nextLong();
            // the sum of four uniform numbers is nearly a normal one
            int sum = (int) (bits & 15) + (int) (bits >> 8 & 15) + (int) (bits >> 16 & 15) + (int) (bits >> 24 & 15);
            rgb[i] = clamped((rgb[i] & 0xff) + (sum - 30) * noise / 30);
        }
        return sharpened(large);
    }

    private static RgbImage enlarged(RgbImage photo, double factor) {
        var large = new BufferedImage(
                (int) (photo.width() * factor), (int) (photo.height() * factor), BufferedImage.TYPE_3BYTE_BGR);
        var graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(JavaImage.of(photo), 0, 0, large.getWidth(), large.getHeight(), null);
        graphics.dispose();
        return JavaImage.read(large);
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

    /** The picture as a JPEG of good quality. */
    public static byte[] jpeg(RgbImage image, Kind kind) {
        var buffered = JavaImage.of(image);
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(0.9f);
        if (kind.progressive) {
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(buffered), parameters);
            if (kind.fullChroma) {
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
