package dev.sightline.train.weights;

import java.util.Arrays;

/**
 * A dense float32 tensor on the heap, row-major.
 *
 * <p>It owns its values: whoever makes one hands the array over, and readers leave it as it is.
 */
public final class WeightTensor {
    private final long[] shape;
    private final float[] values;

    /**
     * Takes both arrays over.
     *
     * @throws IllegalArgumentException if the shape does not have as many elements as there are values
     */
    public WeightTensor(long[] shape, float[] values) {
        long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (elements != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
        }
        this.shape = shape;
        this.values = values;
    }

    /** The axes, outermost first; a copy. */
    public long[] shape() {
        return shape.clone();
    }

    /** The values themselves, not a copy: read only. */
    public float[] values() {
        return values;
    }

    /** Stacks tensors of equal row length along their first axis, as fused projections want it. */
    public static WeightTensor stackRows(WeightTensor... parts) {
        long columns = parts[0].shape[1];
        long rows = 0;
        for (WeightTensor part : parts) {
            if (part.shape.length != 2 || part.shape[1] != columns) {
                throw new IllegalArgumentException("rows of unequal length: " + Arrays.toString(part.shape));
            }
            rows += part.shape[0];
        }
        float[] stacked = new float[Math.toIntExact(rows * columns)];
        int at = 0;
        for (WeightTensor part : parts) {
            System.arraycopy(part.values, 0, stacked, at, part.values.length);
            at += part.values.length;
        }
        return new WeightTensor(new long[] {rows, columns}, stacked);
    }
}
