package dev.sightline.train.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.TorchEngine;
import dev.sightline.train.nn.InverseCholesky;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("train")
class GptqTest {
    private static final int COLUMNS = 64;
    private static final int ROWS = 24;

    private final Random random = new Random(2);

    @Test
    void whatTheMatrixGivesIsCloserThanAfterRoundingToTheNearest() {
        // given inputs whose columns go together, as those of a network do
        float[][] inputs = new float[400][COLUMNS];
        for (float[] input : inputs) {
            float common = (float) random.nextGaussian();
            for (int i = 0; i < COLUMNS; i++) {
                input[i] = common + 0.3f * (float) random.nextGaussian();
            }
        }
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Matrix weight = new Matrix(ROWS, COLUMNS, values);

        // when
        Matrix calibrated;
        try (NDManager manager = TorchEngine.manager()) {
            NDArray hessian = manager.create(moments(inputs), new Shape(COLUMNS, COLUMNS));
            calibrated = Gptq.of(hessian, new InverseCholesky(manager))
                    .quantise(weight)
                    .restored();
        }

        // then
        Matrix nearest = BlockQuantised.nearest(weight, 4).restored();
        assertThat(error(weight, calibrated, inputs)).isLessThan(0.5 * error(weight, nearest, inputs));
    }

    private static double[] moments(float[][] inputs) {
        double[] moments = new double[COLUMNS * COLUMNS];
        for (float[] x : inputs) {
            for (int i = 0; i < COLUMNS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    moments[i * COLUMNS + j] += x[i] * x[j];
                }
            }
        }
        return moments;
    }

    private static double error(Matrix exact, Matrix other, float[][] inputs) {
        double sum = 0;
        for (float[] x : inputs) {
            for (int row = 0; row < ROWS; row++) {
                double difference = 0;
                for (int i = 0; i < COLUMNS; i++) {
                    int at = row * COLUMNS + i;
                    difference += x[i] * (exact.values()[at] - other.values()[at]);
                }
                sum += difference * difference;
            }
        }
        return sum;
    }
}
