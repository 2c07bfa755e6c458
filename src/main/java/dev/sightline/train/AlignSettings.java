package dev.sightline.train;

/**
 * What is stage 1's own.
 *
 * @param batch images whose captions are each other's negatives
 * @param part  images that stand in memory at once
 * @param rate  the peak learning rate
 */
public record AlignSettings(int batch, int part, double rate, long seed) {
    public AlignSettings {
        if (batch < 2 || part < 1) {
            throw new IllegalArgumentException("a batch of " + batch + " has no negatives");
        }
    }
}
