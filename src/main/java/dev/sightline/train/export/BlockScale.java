package dev.sightline.train.export;

import dev.sightline.model.graph.HalfFloat;
import org.jspecify.annotations.Nullable;

/** The scale and zero point of a block: those of a few shrunken ranges that cost the least. */
record BlockScale(float scale, int zero, int levels) {
    private static final float[] SHRINK = {1, 0.95f, 0.9f, 0.85f, 0.8f};
    private static final float SMALLEST = 1e-7f;

    /** For 32 values from {@code at}, all weighing the same. */
    static BlockScale of(float[] values, int at, int bits) {
        return of(values, at, bits, null, 0);
    }

    /**
     * For 32 values from {@code at}.
     *
     * @param weights what a squared error costs, from {@code weightsAt}; none where all cost the same
     */
    static BlockScale of(float[] values, int at, int bits, float @Nullable [] weights, int weightsAt) {
        float low = 0;
        float high = 0;
        for (int i = 0; i < BlockQuantised.BLOCK; i++) {
            low = Math.min(low, values[at + i]);
            high = Math.max(high, values[at + i]);
        }
        int levels = (1 << bits) - 1;
        BlockScale best = between(low, high, levels);
        if (bits == 8) {
            return best; // 256 levels leave nothing to gain from a narrower range
        }
        double least = Double.POSITIVE_INFINITY;
        for (float below : SHRINK) {
            for (float above : SHRINK) {
                BlockScale candidate = between(low * below, high * above, levels);
                double cost = candidate.cost(values, at, weights, weightsAt, least);
                if (cost < least) {
                    least = cost;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static BlockScale between(float low, float high, int levels) {
        float scale = HalfFloat.toFloat(HalfFloat.of(Math.max(SMALLEST, (high - low) / levels)));
        int zero = Math.max(0, Math.min(levels, Math.round(-low / scale)));
        return new BlockScale(scale, zero, levels);
    }

    private double cost(float[] values, int at, float @Nullable [] weights, int weightsAt, double enough) {
        double cost = 0;
        for (int i = 0; i < BlockQuantised.BLOCK && cost < enough; i++) {
            float value = values[at + i];
            float error = restore(quantise(value)) - value;
            cost += (weights == null ? 1 : weights[weightsAt + i]) * error * error;
        }
        return cost;
    }

    int quantise(float value) {
        return Math.max(0, Math.min(levels, Math.round(value / scale) + zero));
    }

    float restore(int quantised) {
        return (quantised - zero) * scale;
    }
}
