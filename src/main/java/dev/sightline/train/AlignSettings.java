package dev.sightline.train;

import java.util.Map;

/**
 * What is stage 1's own.
 *
 * @param batch images whose captions are each other's negatives
 * @param part  images that stand in memory at once
 * @param rate  the peak learning rate
 */
public record AlignSettings(int batch, int part, double rate, long seed) {
    public AlignSettings {
        Positive.all(Map.of("part", part));
        Positive.rates(Map.of("rate", rate));
        if (batch < 2) {
            throw new IllegalArgumentException("a batch of " + batch + " has no negatives");
        }
    }
}
