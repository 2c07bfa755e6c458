package dev.sightline.preprocess;

import java.awt.image.BufferedImage;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;

/** Counts the rows that a reader has delivered, where it delivers them from the top. */
final class RowCount implements IIOReadUpdateListener {
    private int count;

    int count() {
        return count;
    }

    @Override
    public void imageUpdate(
            ImageReader source,
            BufferedImage image,
            int left,
            int top,
            int width,
            int height,
            int everyColumn,
            int everyRow,
            int[] bands) {
        count = Math.max(count, top + height);
    }

    @Override
    public void passStarted(
            ImageReader source,
            BufferedImage image,
            int pass,
            int firstPass,
            int lastPass,
            int left,
            int top,
            int everyColumn,
            int everyRow,
            int[] bands) {}

    @Override
    public void passComplete(ImageReader source, BufferedImage image) {}

    @Override
    public void thumbnailPassStarted(
            ImageReader source,
            BufferedImage thumbnail,
            int pass,
            int firstPass,
            int lastPass,
            int left,
            int top,
            int everyColumn,
            int everyRow,
            int[] bands) {}

    @Override
    public void thumbnailUpdate(
            ImageReader source,
            BufferedImage thumbnail,
            int left,
            int top,
            int width,
            int height,
            int everyColumn,
            int everyRow,
            int[] bands) {}

    @Override
    public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {}
}
