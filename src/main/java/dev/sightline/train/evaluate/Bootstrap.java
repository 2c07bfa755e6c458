package dev.sightline.train.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Confidence by drawing the images anew with replacement (Efron 1979). */
final class Bootstrap {
    private static final int RESAMPLES = 1000;
    private static final long SEED = 1;

    private Bootstrap() {}

    /**
     * The 95% interval of a figure.
     *
     * @param images how many there are
     * @param figure of images by index; one drawn twice counts twice
     */
    static Estimate estimate(int images, ToDoubleFunction<int[]> figure) {
        int[] drawn = new int[images];
        Arrays.setAll(drawn, i -> i);
        double value = figure.applyAsDouble(drawn);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            Arrays.setAll(drawn, draw -> random.nextInt(images));
            values[i] = figure.applyAsDouble(drawn);
        }
        Arrays.sort(values);
        return new Estimate(value, quantile(values, 0.025), quantile(values, 0.975));
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
