package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.sightline.train.nn.InverseCholesky;
import java.util.stream.IntStream;

/**
 * GPTQ (Frantar et al. 2022): a matrix in 4 bits whose rounding errors are made good, column by column, in the columns
 * that are still to come, weighed by what the inputs do.
 *
 * <p>Rows do not touch each other and are done in parallel.
 */
final class Gptq {
    private static final int BITS = 4;
    private static final double DAMPING = 0.01;

    private final int columns;
    private final float[] upper; // the upper Cholesky factor of the inverse Hessian, [columns, columns]
    private final float[] importance; // 1 / diagonal², what an error in a column costs

    private Gptq(int columns, float[] upper) {
        this.columns = columns;
        this.upper = upper;
        this.importance = new float[columns];
        for (int i = 0; i < columns; i++) {
            float diagonal = upper[i * columns + i];
            importance[i] = 1 / (diagonal * diagonal);
        }
    }

    /**
     * For a map whose inputs were seen.
     *
     * @param hessian Σ x xᵀ over the inputs, [columns, columns], 64 bits
     */
    static Gptq of(NDArray hessian, InverseCholesky factors) {
        int columns = Math.toIntExact(hessian.getShape().get(0));
        try (NDManager scratch = hessian.getManager().newSubManager()) {
            hessian.tempAttach(scratch);
            NDArray identity = scratch.eye(columns).toType(DataType.FLOAT64, false);
            double mean = identity.mul(hessian).sum().toDoubleArray()[0] / columns;
            NDArray damped = identity.mul(DAMPING * mean + 1e-8).add(hessian);
            NDArray upper = factors.of(damped).toType(DataType.FLOAT32, false);
            return new Gptq(columns, upper.toFloatArray());
        }
    }

    /** The matrix in 4 bits. */
    BlockQuantised quantise(Matrix weight) {
        int rows = weight.rows();
        int blocks = columns / BlockQuantised.BLOCK;
        byte[] quantised = new byte[rows * columns];
        float[] scales = new float[rows * blocks];
        byte[] zeros = new byte[rows * blocks];
        IntStream.range(0, rows).parallel().forEach(row -> {
            float[] left = new float[columns];
            System.arraycopy(weight.values(), row * columns, left, 0, columns);
            BlockScale scale = BlockScale.of(left, 0, BITS);
            for (int column = 0; column < columns; column++) {
                if (column % BlockQuantised.BLOCK == 0) {
                    scale = BlockScale.of(left, column, BITS, importance, column);
                    int block = row * blocks + column / BlockQuantised.BLOCK;
                    scales[block] = scale.scale();
                    zeros[block] = (byte) scale.zero();
                }
                int q = scale.quantise(left[column]);
                quantised[row * columns + column] = (byte) q;
                float error = (left[column] - scale.restore(q)) / upper[column * columns + column];
                spread(left, column, error);
            }
        });
        return new BlockQuantised(rows, columns, BITS, quantised, scales, zeros);
    }

    private void spread(float[] left, int column, float error) {
        int row = column * columns;
        for (int k = column + 1; k < columns; k++) {
            left[k] -= error * upper[row + k];
        }
    }
}
