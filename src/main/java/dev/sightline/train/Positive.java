package dev.sightline.train;

import java.util.Map;

/** Refuses settings that are below what makes sense, by the names of their options. */
final class Positive {
    private Positive() {}

    /** Whole numbers from 1. */
    static void all(Map<String, Integer> settings) {
        settings.forEach((name, value) -> {
            if (value < 1) {
                throw new IllegalArgumentException("--%s is at least 1, not %d".formatted(name, value));
            }
        });
    }

    /** Numbers that are not below 0. */
    static void rates(Map<String, Double> settings) {
        settings.forEach((name, value) -> {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("--%s is not below 0, as %s is".formatted(name, value));
            }
        });
    }
}
