package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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
     * @param hessian Σ x xᵀ over the inputs, [columns, columns], doubles
     */
    static Gptq of(NDManager manager, double[] hessian, int columns) {
        double trace = 0;
        for (int i = 0; i < columns; i++) {
            trace += hessian[i * columns + i];
        }
        double damping = DAMPING * trace / columns + 1e-8;
        double[] damped = hessian.clone();
        for (int i = 0; i < columns; i++) {
            damped[i * columns + i] += damping;
        }
        try (NDArray array = manager.create(damped, new Shape(columns, columns));
                NDArray inverse = array.inverse()) {
            return new Gptq(
                    columns,
                    upperCholesky(inverse.toType(DataType.FLOAT64, false).toDoubleArray(), columns));
        }
    }

    /** U with A = UᵀU, row by row. */
    private static float[] upperCholesky(double[] a, int n) {
        double[] upper = new double[n * n];
        float[] rounded = new float[n * n];
        for (int i = 0; i < n; i++) {
            double[] row = new double[n];
            for (int j = i; j < n; j++) {
                row[j] = a[i * n + j];
            }
            for (int k = 0; k < i; k++) {
                double factor = upper[k * n + i];
                for (int j = i; j < n; j++) {
                    row[j] -= factor * upper[k * n + j];
                }
            }
            if (!(row[i] > 0)) {
                throw new IllegalArgumentException("the inputs' second moments are not positive at column " + i);
            }
            double root = Math.sqrt(row[i]);
            for (int j = i; j < n; j++) {
                upper[i * n + j] = row[j] / root;
                rounded[i * n + j] = (float) upper[i * n + j];
            }
        }
        return rounded;
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
