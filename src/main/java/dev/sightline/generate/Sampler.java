package dev.sightline.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chooses one token: the likeliest, or one drawn after temperature, top-k, top-p and min-p, in Hugging Face's order.
 *
 * <p>A draw depends on the seed and the step alone, never on what else runs.
 */
final class Sampler {
    // a weight's sign, exponent and first bits of its fraction: tokens of one bucket are nearly as likely
    private static final int BUCKET_SHIFT = 20;
    private static final int BUCKETS = (Float.floatToIntBits(1) >>> BUCKET_SHIFT) + 1;

    private final Sampling sampling;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
    }

    /**
     * The token of this step.
     *
     * @param likeliest the index of the greatest score
     */
    int choose(float[] scores, int count, int likeliest, int step) {
        if (sampling.greedy()) {
            return likeliest;
        }
        Drawn drawn = distribution(scores, count);
        double point = new SplittableRandom(sampling.seed() * 0x9E3779B97F4A7C15L + step).nextDouble() * drawn.total();
        for (int i = 0; i < drawn.ids.length; i++) {
            point -= drawn.weights[i];
            if (point < 0) {
                return drawn.ids[i];
            }
        }
        return likeliest;
    }

    /** The tokens that may be drawn, likeliest first where any are left out, and how likely each is. */
    Drawn distribution(float[] scores, int count) {
        float max = scores[LogProbabilities.argmax(scores, count)];
        float sharpness = (float) Math.min(1 / sampling.temperature(), Float.MAX_VALUE);
        float[] weights = LogProbabilities.weights(scores, count, max, sharpness);
        if (sampling.topK() == 0 && sampling.topP() == 1 && sampling.minP() == 0) {
            return new Drawn(ascending(count), Arrays.copyOf(weights, count));
        }
        long[] likeliest = likeliestFirst(weights, count, threshold(weights, count));
        int kept = keep(likeliest, weights, count);
        int[] ids = new int[kept];
        float[] keptWeights = new float[kept];
        for (int i = 0; i < kept; i++) {
            ids[i] = id(likeliest[i]);
            keptWeights[i] = weights[ids[i]];
        }
        return new Drawn(ids, keptWeights);
    }

    /** The least bucket of weights that top-k, top-p or min-p can keep; sorting the rest would be for nothing. */
    private int threshold(float[] weights, int count) {
        boolean shareOfTheLikeliestK = sampling.topK() > 0 && sampling.topP() < 1; // whose sum needs all K
        int least = shareOfTheLikeliestK ? 1 : Math.max(1, bucket((float) sampling.minP()));
        int[] tokens = new int[BUCKETS];
        double[] mass = new double[BUCKETS];
        for (int i = 0; i < count; i++) {
            int bucket = bucket(weights[i]);
            tokens[bucket]++;
            mass[bucket] += weights[i];
        }
        double wanted = sampling.topK() > 0 || sampling.topP() == 1
                ? Double.POSITIVE_INFINITY
                : sampling.topP() * Arrays.stream(mass).sum();
        long most = sampling.topK() > 0 ? sampling.topK() : Long.MAX_VALUE;
        long n = 0;
        double sum = 0;
        for (int bucket = BUCKETS - 1; bucket > least; bucket--) {
            n += tokens[bucket];
            sum += mass[bucket];
            if (n >= most || sum > wanted) {
                return bucket;
            }
        }
        return least;
    }

    private static int bucket(float weight) {
        return Float.floatToIntBits(weight) >>> BUCKET_SHIFT;
    }

    /** Tokens with a weight in this bucket or above, each with its weight packed so that numbers sort as wanted. */
    private static long[] likeliestFirst(float[] weights, int count, int bucket) {
        long[] packed = new long[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (bucket(weights[i]) >= bucket) {
                packed[n++] = ~((long) Float.floatToIntBits(weights[i])) << 32 | i;
            }
        }
        long[] sorted = Arrays.copyOf(packed, n);
        Arrays.sort(sorted);
        return sorted;
    }

    private static int id(long packed) {
        return (int) packed;
    }

    private int keep(long[] likeliest, float[] weights, int count) {
        int kept = sampling.topK() == 0 ? likeliest.length : Math.min(sampling.topK(), likeliest.length);
        if (sampling.topP() < 1) {
            double wanted =
                    sampling.topP() * (sampling.topK() == 0 ? sum(weights, count) : sum(likeliest, kept, weights));
            int n = 0;
            for (double sum = 0; n < kept && sum < wanted; n++) {
                sum += weights[id(likeliest[n])];
            }
            kept = Math.max(1, n);
        }
        while (kept > 1 && weights[id(likeliest[kept - 1])] < sampling.minP()) {
            kept--;
        }
        return kept;
    }

    private static double sum(float[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        return sum;
    }

    private static double sum(long[] likeliest, int kept, float[] weights) {
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            sum += weights[id(likeliest[i])];
        }
        return sum;
    }

    private static int[] ascending(int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> i);
        return ids;
    }

    /**
     * What one token is drawn from.
     *
     * @param ids     tokens
     * @param weights of each; they need not add to 1
     */
    @SuppressWarnings("ArrayRecordComponent") // read at once, by whoever draws
    record Drawn(int[] ids, float[] weights) {
        double total() {
            return sum(weights, weights.length);
        }
    }
}
