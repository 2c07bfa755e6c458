package dev.sightline.train.data;

import dev.sightline.preprocess.JavaImage;
import dev.sightline.preprocess.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Changes of a photo after which its description still holds: a crop, another size, a lossy save, and a mirror where no
 * text about it has a left or a right.
 *
 * @param smallestCrop the least part of the area that a crop keeps
 * @param rescale      how often a photo passes through another size
 * @param compress     how often it is saved with losses, as a JPEG or a WebP
 */
public record Augmentation(double smallestCrop, double rescale, double compress) {
    public static final Augmentation DEFAULT = new Augmentation(0.65, 0.25, 0.25);

    /** One drawn view; the same photo and seed give the same view. */
    public RgbImage view(RgbImage photo, boolean mirrorable, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = crop(JavaImage.of(photo), random);
        if (random.nextDouble() < rescale) {
            double factor = random.nextBoolean() ? random.nextDouble(0.4, 0.9) : random.nextDouble(1.1, 2);
            image = scale(image, factor);
        }
        if (random.nextDouble() < compress) {
            String format = random.nextBoolean() ? "jpeg" : "webp";
            image = saved(image, format, (float) random.nextDouble(0.3, 0.9));
        }
        RgbImage view = fromBuffered(image);
        return mirrorable && random.nextBoolean() ? mirrored(view) : view;
    }

    private BufferedImage crop(BufferedImage image, SplittableRandom random) {
        double side = Math.sqrt(random.nextDouble(smallestCrop, 1));
        double aspect = random.nextDouble(0.88, 1.14);
        int width = clamp((int) Math.round(image.getWidth() * side * aspect), image.getWidth());
        int height = clamp((int) Math.round(image.getHeight() * side / aspect), image.getHeight());
        int x = random.nextInt(image.getWidth() - width + 1);
        int y = random.nextInt(image.getHeight() - height + 1);
        return image.getSubimage(x, y, width, height);
    }

    private static BufferedImage scale(BufferedImage image, double factor) {
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    /** What remains of a picture after a lossy save. */
    static BufferedImage saved(BufferedImage image, String format, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(parameters.getCompressionTypes()[0]); // the lossy one in both
            parameters.setCompressionQuality(quality);
            try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image, null, null), parameters);
            }
            return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        } finally {
            writer.dispose();
        }
    }

    static RgbImage mirrored(RgbImage image) {
        byte[] in = image.rgb();
        byte[] out = new byte[in.length];
        int stride = 3 * image.width();
        for (int row = 0; row < in.length; row += stride) {
            for (int x = 0; x < stride; x += 3) {
                System.arraycopy(in, row + x, out, row + stride - 3 - x, 3);
            }
        }
        return new RgbImage(image.width(), image.height(), out);
    }

    private static RgbImage fromBuffered(BufferedImage image) {
        return JavaImage.read(scale(image, 1)); // a crop shares its parent's bytes, a JPEG may have another layout
    }

    private static int clamp(int value, int largest) {
        return Math.max(1, Math.min(largest, value));
    }
}
