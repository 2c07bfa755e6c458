package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Captions for the text tower, right-padded.
 *
 * @param ids   [B, T]
 * @param valid [B, T], 1 for a token
 */
public record CaptionBatch(NDArray ids, NDArray valid) {
    /** Pads; a caption has at least one token. */
    public static CaptionBatch pad(NDManager manager, List<int[]> captions) {
        int length = captions.stream().mapToInt(c -> c.length).max().orElseThrow();
        long[] ids = new long[captions.size() * length];
        float[] valid = new float[ids.length];
        for (int row = 0; row < captions.size(); row++) {
            int[] caption = captions.get(row);
            for (int t = 0; t < caption.length; t++) {
                ids[row * length + t] = caption[t];
                valid[row * length + t] = 1;
            }
        }
        Shape shape = new Shape(captions.size(), length);
        return new CaptionBatch(manager.create(ids, shape), manager.create(valid, shape));
    }
}
