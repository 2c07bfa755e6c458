package dev.sightline.preprocess;

/**
 * One axis of a resize: which input positions an output position sees, and with what weight.
 *
 * <p>Weights are fixed-point numbers of 22 bits, as in Pillow's 8-bit path: a sum of 256 times the weights stays within
 * an int, and the rounding is part of the result.
 */
final class ResampleKernel {
    static final int PRECISION_BITS = 22;
    static final int HALF = 1 << (PRECISION_BITS - 1);

    private final int taps;
    private final int[] first;
    private final int[] count;
    private final int[] weights;

    private ResampleKernel(int taps, int outputs) {
        this.taps = taps;
        this.first = new int[outputs];
        this.count = new int[outputs];
        this.weights = new int[Math.multiplyExact(taps, outputs)];
    }

    /**
     * The kernel of an axis.
     *
     * @param inputs  how many positions there are
     * @param from    where among them the outputs begin, at any fraction of a position
     * @param to      where they end
     * @param outputs how many there will be
     */
    static ResampleKernel of(int inputs, double from, double to, int outputs, Resample resample) {
        double scale = (to - from) / outputs;
        double filterScale = Math.max(scale, 1);
        double support = resample.support() * filterScale;
        double inverse = 1 / filterScale;
        var kernel = new ResampleKernel((int) Math.ceil(support) * 2 + 1, outputs);
        var row = new double[kernel.taps];
        for (int out = 0; out < outputs; out++) {
            double center = from + (out + 0.5) * scale;
            int begin = Math.max(0, (int) (center - support + 0.5));
            int taps = Math.min(inputs, (int) (center + support + 0.5)) - begin;
            double sum = 0;
            for (int tap = 0; tap < taps; tap++) {
                row[tap] = resample.weight((tap + begin - center + 0.5) * inverse);
                sum += row[tap];
            }
            kernel.first[out] = begin;
            kernel.count[out] = taps;
            for (int tap = 0; tap < taps; tap++) {
                kernel.weights[out * kernel.taps + tap] = fixedPoint(sum == 0 ? row[tap] : row[tap] / sum);
            }
        }
        return kernel;
    }

    private static int fixedPoint(double weight) {
        return (int) (weight * (1 << PRECISION_BITS) + (weight < 0 ? -0.5 : 0.5));
    }

    /** A weighted sum that began at {@link #HALF}, as a byte. */
    static byte rounded(int sum) {
        int value = sum >> PRECISION_BITS;
        return (byte) (value < 0 ? 0 : Math.min(value, 255));
    }

    /** The first input position that this output sees. */
    int first(int out) {
        return first[out];
    }

    /** How many input positions it sees. */
    int count(int out) {
        return count[out];
    }

    /** All weights; those of an output begin at {@link #weightsAt(int)}. */
    int[] weights() {
        return weights;
    }

    int weightsAt(int out) {
        return out * taps;
    }
}
