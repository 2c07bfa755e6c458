package dev.sightline.preprocess;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Between our pictures and Java's own of three bytes a pixel, blue first: {@link BufferedImage#TYPE_3BYTE_BGR}. */
public final class JavaImage {
    private JavaImage() {}

    /** The picture as one of Java's, for its writers and its graphics. */
    public static BufferedImage of(RgbImage image) {
        var java = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        swap(image.rgb(), bytes(java));
        return java;
    }

    /**
     * One of Java's pictures as ours.
     *
     * @param java of the type {@link BufferedImage#TYPE_3BYTE_BGR}, no part of a larger one
     */
    public static RgbImage read(BufferedImage java) {
        var rgb = new byte[3 * java.getWidth() * java.getHeight()];
        swap(bytes(java), rgb);
        return new RgbImage(java.getWidth(), java.getHeight(), rgb);
    }

    private static byte[] bytes(BufferedImage java) {
        return ((DataBufferByte) java.getRaster().getDataBuffer()).getData();
    }

    /** Red for blue, or blue for red. */
    private static void swap(byte[] from, byte[] to) {
        for (int at = 0; at < from.length; at += 3) {
            to[at] = from[at + 2];
            to[at + 1] = from[at + 1];
            to[at + 2] = from[at];
        }
    }
}
