package dev.sightline.bench;

import dev.sightline.preprocess.RgbImage;
import dev.sightline.preprocess.Thumbnail;
import java.util.List;
import java.util.SplittableRandom;

/** Photos almost without end: parts of a few, cut out at random and perhaps mirrored, each written anew as a JPEG. */
final class DistinctPhotos {
    private static final int LEAST_EDGE = 32;

    private final List<RgbImage> photos;

    /** @param photos at least one */
    DistinctPhotos(List<RgbImage> photos) {
        this.photos = List.copyOf(photos);
    }

    /** The photo of this number; the same for the same number. */
    byte[] jpeg(int number) {
        var random = new SplittableRandom(number);
        var photo = photos.get(number % photos.size());
        int left = edge(random, photo.width());
        int right = photo.width() - edge(random, photo.width());
        int top = edge(random, photo.height());
        int bottom = photo.height() - edge(random, photo.height());
        return Thumbnail.jpegOf(part(photo, left, top, right, bottom, random.nextBoolean()));
    }

    /** How much is cut off at one side: up to a quarter, where that leaves something to see. */
    private static int edge(SplittableRandom random, int pixels) {
        return pixels < 2 * LEAST_EDGE ? 0 : random.nextInt(pixels / 4 + 1);
    }

    private static RgbImage part(RgbImage photo, int left, int top, int right, int bottom, boolean mirrored) {
        int width = right - left;
        var rgb = new byte[3 * width * (bottom - top)];
        int to = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < width; x++) {
                int from = 3 * (y * photo.width() + (mirrored ? right - 1 - x : left + x));
                rgb[to++] = photo.rgb()[from];
                rgb[to++] = photo.rgb()[from + 1];
                rgb[to++] = photo.rgb()[from + 2];
            }
        }
        return new RgbImage(width, bottom - top, rgb);
    }
}
