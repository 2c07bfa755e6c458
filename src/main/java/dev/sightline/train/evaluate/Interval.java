package dev.sightline.train.evaluate;

/** Between which bounds a figure lies with 95% confidence. */
public record Interval(double low, double high) {
    /** Whether zero lies within: a difference that may be none. */
    public boolean containsZero() {
        return low <= 0 && high >= 0;
    }
}
