package dev.sightline.train;

/**
 * A linear rise, then half a cosine down to a part of the peak (Loshchilov and Hutter 2017).
 *
 * @param steps  of the whole run
 * @param rise   steps of the rise
 * @param lowest the part of the peak at the end
 */
public record CosineSchedule(int steps, int rise, double lowest) {
    public CosineSchedule {
        if (steps < 1 || rise < 0 || lowest < 0 || lowest > 1) {
            throw new IllegalArgumentException("no schedule of " + steps + " steps, rising for " + rise);
        }
    }

    /** The part of the peak rate at a step, counted from 0. */
    public double factor(int step) {
        double up = rise == 0 ? 1 : Math.min(1, (step + 1.0) / rise);
        double down = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps)));
        return up * (lowest + (1 - lowest) * down);
    }
}
