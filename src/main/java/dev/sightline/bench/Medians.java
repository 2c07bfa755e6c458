package dev.sightline.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

    /** Of several runs, the one in the middle by this figure. */
    static <T> T middle(List<T> runs, ToDoubleFunction<T> figure) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(figure))
                .skip((runs.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
