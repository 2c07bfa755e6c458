package dev.sightline.generate;

/**
 * Log-probabilities from raw scores, at a small part of a decoding step's time.
 *
 * <p>e^x is (1 + x/n + x²/2n²)^n, n = 1024, by squaring: plain products that the compiler turns into vector instructions.
 * Where a term matters (within 8 of the best) its exact value is taken instead.
 */
final class LogProbabilities {
    private static final float MATTERS = 8;
    private static final float LEAST = -80;
    private static final float NEGLIGIBLE = 1e-12f;
    private static final int LANES = 64;

    // of the thread that computes: texts that grow together would each keep two hundred kilobytes
    private static final ThreadLocal<float[]> TERMS = ThreadLocal.withInitial(() -> new float[0]);

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

    /**
     * log Σ exp(scores).
     *
     * @param max the greatest score
     */
    static double logSumExp(float[] scores, int count, float max) {
        float[] terms = exponentials(scores, count, max, 1);
        float[] partial = new float[LANES];
        for (int i = 0; i < count; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                partial[lane] += terms[i + lane];
            }
        }
        double sum = 0;
        for (float part : partial) {
            sum += part;
        }
        float least = max - MATTERS;
        for (int i = 0; i < count; i++) {
            if (scores[i] > least) {
                sum += Math.exp(scores[i] - max) - terms[i];
            }
        }
        return max + Math.log(sum);
    }

    /**
     * exp(scale · (scores − max)), 0 where that is negligible; valid until the thread's next call.
     *
     * @param max the greatest score
     */
    static float[] weights(float[] scores, int count, float max, float scale) {
        float[] terms = exponentials(scores, count, max, scale);
        for (int i = 0; i < count; i++) {
            float exponent = (scores[i] - max) * scale;
            if (exponent > -MATTERS) {
                terms[i] = (float) Math.exp(exponent);
            } else if (terms[i] < NEGLIGIBLE) {
                terms[i] = 0;
            }
        }
        return terms;
    }

    private static float[] exponentials(float[] scores, int count, float max, float scale) {
        int padded = (count + LANES - 1) / LANES * LANES;
        float[] e = TERMS.get();
        if (e.length < padded) {
            e = new float[padded];
            TERMS.set(e);
        }
        for (int i = 0; i < count; i++) {
            float x = Math.max((scores[i] - max) * scale, LEAST) * (1 / 1024f);
            float y = 1 + x + 0.5f * x * x;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            y *= y;
            e[i] = y;
        }
        for (int i = count; i < e.length; i++) {
            e[i] = 0;
        }
        return e;
    }
}
