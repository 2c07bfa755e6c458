package dev.sightline.bench;

import java.util.List;

/** The middle of what was measured: machines are noisy, and a mean follows the noise. */
final class Medians {
    private Medians() {}

    /** The median; NaN of nothing. */
    static double of(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        var sorted = values.stream().sorted().toList();
        var half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
