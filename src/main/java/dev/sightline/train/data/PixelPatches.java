package dev.sightline.train.data;

import dev.sightline.preprocess.PixelValues;
import java.io.IOException;
import java.nio.FloatBuffer;

/** Patches cut from the pixels, for a ViT without a convolutional stem: P×P squares, row by row, channels outermost. */
public record PixelPatches(PhotoReader photos, int side, int patch, int views) implements PatchSource {
    public PixelPatches {
        if (side % patch != 0) {
            throw new IllegalArgumentException(
                    "pictures of " + side + " pixels do not divide into patches of " + patch);
        }
    }

    @Override
    public int patches() {
        return side / patch * (side / patch);
    }

    @Override
    public int width() {
        return 3 * patch * patch;
    }

    @Override
    public void read(String image, int view, float[] out, int at) throws IOException {
        PixelValues pixels = photos.read(image, view);
        FloatBuffer values = pixels.values();
        int grid = side / patch;
        for (int index = 0; index < grid * grid; index++) {
            int top = index / grid * patch;
            int left = index % grid * patch;
            for (int row = 0; row < 3 * patch; row++) { // channel by channel, each P rows
                int from = row / patch * side * side + (top + row % patch) * side + left;
                values.get(from, out, at, patch);
                at += patch;
            }
        }
    }
}
