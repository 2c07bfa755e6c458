package dev.sightline.train.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Confidence by drawing the images anew with replacement (Efron 1979; paired as in Koehn 2004). */
public final class Bootstrap {
    private Bootstrap() {}

    /** The 95% interval of the mean. */
    public static Interval mean(double[] values, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int draw = 0; draw < values.length; draw++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(quantile(means, 0.025), quantile(means, 0.975));
    }

    /**
     * The 95% interval of the difference of two systems' means over the same images.
     *
     * @throws IllegalArgumentException if they judged unlike numbers of images
     */
    public static Interval difference(double[] first, double[] second, int resamples, long seed) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " and " + second.length + " images make no pairs");
        }
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> first[i] - second[i]);
        return mean(differences, resamples, seed);
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
