package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Rotary positions (Su et al. 2021), halves apart as in Hugging Face's llama.
 *
 * @param cosine [B, 1, T, headSize/2]
 * @param sine   as {@code cosine}
 */
public record Rotary(NDArray cosine, NDArray sine) {
    /** For the positions of each row, [B][T], in the step's manager. */
    static Rotary at(NDManager manager, int[][] positions, int headSize, double theta) {
        int half = headSize / 2;
        int length = positions[0].length;
        float[] cosine = new float[positions.length * length * half];
        float[] sine = new float[cosine.length];
        int at = 0;
        for (int[] row : positions) {
            for (int position : row) {
                for (int i = 0; i < half; i++, at++) {
                    float angle = position * (float) Math.pow(theta, -2.0 * i / headSize);
                    cosine[at] = (float) Math.cos(angle);
                    sine[at] = (float) Math.sin(angle);
                }
            }
        }
        Shape shape = new Shape(positions.length, 1, length, half);
        return new Rotary(manager.create(cosine, shape), manager.create(sine, shape));
    }

    /** Turns each head's halves: [B, H, T, headSize] → the same shape. */
    NDArray rotate(NDArray x) {
        NDList halves = x.split(2, 3);
        NDArray low = halves.get(0);
        NDArray high = halves.get(1);
        return NDArrays.concat(
                new NDList(low.mul(cosine).sub(high.mul(sine)), high.mul(cosine).add(low.mul(sine))), 3);
    }
}
