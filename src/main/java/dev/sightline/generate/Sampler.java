package dev.sightline.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses one token: the likeliest, or one drawn after temperature, top-k, top-p and min-p, in Hugging Face's order.
 *
 * <p>A draw depends on the seed and the step alone, never on what else runs.
 */
final class Sampler {
    /** Tokens this unlikely beside the likeliest are never drawn. */
    private static final double NEGLIGIBLE = 1e-12;

    private final GenerationConfig config;

    Sampler(GenerationConfig config) {
        this.config = config;
    }

    /** The token of this step. */
    int choose(float[] scores, int count, int step) {
        int best = LogProbabilities.argmax(scores, count);
        if (config.temperature() == 0) {
            return best;
        }
        double[] weights = new double[count]; // likeliest is 1
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp((scores[i] - scores[best]) / config.temperature());
        }
        int[] likeliest = IntStream.range(0, count)
                .filter(i -> weights[i] > NEGLIGIBLE)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -weights[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int kept = keep(likeliest, weights);
        double total = sum(likeliest, kept, weights);
        double point = new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + step).nextDouble() * total;
        for (int i = 0; i < kept; i++) {
            point -= weights[likeliest[i]];
            if (point < 0) {
                return likeliest[i];
            }
        }
        return best;
    }

    private int keep(int[] likeliest, double[] weights) {
        int kept = config.topK() == 0 ? likeliest.length : Math.min(config.topK(), likeliest.length);
        if (config.topP() < 1) {
            double wanted = config.topP() * sum(likeliest, kept, weights);
            int n = 0;
            for (double sum = 0; n < kept && sum < wanted; n++) {
                sum += weights[likeliest[n]];
            }
            kept = Math.max(1, n);
        }
        while (kept > 1 && weights[likeliest[kept - 1]] < config.minP()) {
            kept--;
        }
        return kept;
    }

    private static double sum(int[] likeliest, int kept, double[] weights) {
        return Arrays.stream(likeliest, 0, kept).mapToDouble(i -> weights[i]).sum();
    }
}
