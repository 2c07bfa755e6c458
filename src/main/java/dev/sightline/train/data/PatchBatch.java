package dev.sightline.train.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;

/** Patches of several images as one array. */
public final class PatchBatch {
    private PatchBatch() {}

    /**
     * [B, N, C]; an empty name gives zeros.
     *
     * @param views of each image
     */
    public static NDArray of(NDManager manager, PatchSource source, List<String> images, int[] views)
            throws IOException {
        int size = source.patches() * source.width();
        float[] values = new float[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).isEmpty()) {
                source.read(images.get(i), views[i], values, i * size);
            }
        }
        return manager.create(values, new Shape(images.size(), source.patches(), source.width()));
    }
}
