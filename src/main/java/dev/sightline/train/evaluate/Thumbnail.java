package dev.sightline.train.evaluate;

import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.JavaImage;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A small JPEG of a picture, for the report's page. */
public final class Thumbnail {
    private static final int LONGEST_SIDE = 256;

    private Thumbnail() {}

    /** Of a file's bytes. */
    public static byte[] of(byte[] file) throws IOException {
        RgbImage image =
                ImageDecoders.of(PreprocessConfig.defaults()).decode(file).pixels();
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.width(), image.height()));
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(JavaImage.of(image), 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "jpeg", out);
        return out.toByteArray();
    }
}
