package dev.sightline.preprocess;

/**
 * A picture's pixels, perhaps fewer than its file holds.
 *
 * @param pixels what there is
 * @param whole  the picture's full size, which decides how large results are and how they are cut
 * @param area   the part of the pixels that the picture covers: at a reduced scale its edges cut through the last of them
 */
public record ScaledImage(RgbImage pixels, ImageSize whole, Area area) {
    /** A picture with all its pixels. */
    public static ScaledImage full(RgbImage pixels) {
        return new ScaledImage(pixels, pixels.size(), Area.of(pixels.size()));
    }

    /** Whether the picture is nothing but its pixels. */
    boolean isFull() {
        return area.equals(Area.of(pixels.size()));
    }

    /** Whether there are other pixels than the file holds, so that no result is one to the byte. */
    boolean isScaled() {
        return !pixels.size().equals(whole);
    }

    /** A rectangle in pixels, edges included at any fraction of one. */
    public record Area(double left, double top, double right, double bottom) {
        static Area of(ImageSize size) {
            return new Area(0, 0, size.width(), size.height());
        }

        double width() {
            return right - left;
        }

        double height() {
            return bottom - top;
        }
    }
}
