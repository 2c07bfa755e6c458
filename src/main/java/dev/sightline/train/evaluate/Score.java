package dev.sightline.train.evaluate;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A figure of a corpus that follows from sums over its images, so that they can be drawn anew. */
public final class Score {
    private final double[][] parts; // [images, P]
    private final ToDoubleFunction<double[]> figure; // of [P] sums

    /**
     * @param parts  [images, P], at least one image
     * @param figure of the P sums over images
     */
    Score(double[][] parts, ToDoubleFunction<double[]> figure) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("no image to score");
        }
        this.parts = parts;
        this.figure = figure;
    }

    /** The mean of one value an image. */
    static Score mean(double[] values) {
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return ratio(values, ones);
    }

    /** Σ hits / Σ tries. */
    static Score ratio(double[] hits, double[] tries) {
        return new Score(
                IntStream.range(0, hits.length)
                        .mapToObj(i -> new double[] {hits[i], tries[i]})
                        .toArray(double[][]::new),
                sums -> sums[1] == 0 ? 0 : sums[0] / sums[1]);
    }

    /** Over all images. */
    public double value() {
        return of(IntStream.range(0, parts.length).toArray());
    }

    /** Over all images, with its interval. */
    public Estimate estimate() {
        return Bootstrap.estimate(parts.length, this::of);
    }

    /**
     * How far this lies above another system's score of the same images, drawn together (Koehn 2004).
     *
     * @throws IllegalArgumentException if they are of unlike numbers of images
     */
    public Estimate minus(Score other) {
        if (parts.length != other.parts.length) {
            throw new IllegalArgumentException(parts.length + " and " + other.parts.length + " images make no pairs");
        }
        return Bootstrap.estimate(parts.length, drawn -> of(drawn) - other.of(drawn));
    }

    private double of(int[] drawn) {
        double[] sums = new double[parts[0].length];
        for (int image : drawn) {
            for (int p = 0; p < sums.length; p++) {
                sums[p] += parts[image][p];
            }
        }
        return figure.applyAsDouble(sums);
    }
}
