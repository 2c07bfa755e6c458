package dev.sightline.generate;

/** Log-probabilities from raw scores. */
final class LogProbabilities {
    /** Scores this far below the best add less than 1e-9 of it each and are left out. */
    private static final float NEGLIGIBLE = 24;

    private LogProbabilities() {}

    /** The index of the greatest score, the first where several are equal. */
    static int argmax(float[] scores, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    /** log Σ exp(scores). */
    static double logSumExp(float[] scores, int count) {
        float max = scores[argmax(scores, count)];
        float least = max - NEGLIGIBLE;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            if (scores[i] > least) {
                sum += Math.exp(scores[i] - max);
            }
        }
        return max + Math.log(sum);
    }
}
