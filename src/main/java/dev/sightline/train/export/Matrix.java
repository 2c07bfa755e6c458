package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;

/** A weight matrix on the heap, [rows, columns], row-major; rows are outputs. */
final class Matrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    /** Takes the values over. */
    Matrix(int rows, int columns, float[] values) {
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(values.length + " values are no " + rows + "×" + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** A copy of a two-axis array. */
    static Matrix of(NDArray array) {
        return new Matrix(
                Math.toIntExact(array.getShape().get(0)),
                Math.toIntExact(array.getShape().get(1)),
                array.toFloatArray());
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** The values themselves. */
    float[] values() {
        return values;
    }

    Matrix transposed() {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return new Matrix(columns, rows, turned);
    }
}
