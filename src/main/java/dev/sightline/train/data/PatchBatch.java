package dev.sightline.train.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** Patches of several images as one array. */
public final class PatchBatch {
    private PatchBatch() {}

    /**
     * [B, N, C], read and decoded on all cores; an empty name gives zeros.
     *
     * @param views of each image
     */
    public static NDArray of(NDManager manager, PatchSource source, List<String> images, int[] views)
            throws IOException {
        int size = source.patches() * source.width();
        float[] values = new float[images.size() * size];
        try {
            IntStream.range(0, images.size())
                    .parallel()
                    .filter(i -> !images.get(i).isEmpty())
                    .forEach(i -> read(source, images.get(i), views[i], values, i * size));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return manager.create(values, new Shape(images.size(), source.patches(), source.width()));
    }

    private static void read(PatchSource source, String image, int view, float[] values, int at) {
        try {
            source.read(image, view, values, at);
        } catch (IOException e) {
            throw new UncheckedIOException(image + ": " + e.getMessage(), e);
        }
    }
}
