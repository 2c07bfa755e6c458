package dev.sightline.index;

import dev.sightline.event.ImageEmbedded;
import java.util.Arrays;

/** A unit vector and the revision of the towers in whose space it lies; it owns its numbers. */
public final class QueryVector {
    private final String revision;
    private final float[] numbers;

    private QueryVector(String revision, float[] unit) {
        this.revision = revision;
        this.numbers = unit;
    }

    /**
     * The vector in this direction.
     *
     * @throws IllegalArgumentException where it has none: all zeros, or a number that is not finite
     */
    public static QueryVector of(String revision, float[] direction) {
        var squares = 0.0;
        for (var number : direction) {
            squares += (double) number * number;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalArgumentException("a vector of length " + Math.sqrt(squares) + " has no direction");
        }
        var unit = new float[direction.length];
        for (var i = 0; i < unit.length; i++) {
            unit[i] = (float) (direction[i] / Math.sqrt(squares));
        }
        return new QueryVector(revision, unit);
    }

    /** Where the image lies; half precision had moved it a little off the unit sphere. */
    public static QueryVector of(ImageEmbedded embedding) {
        return of(embedding.model().revision(), embedding.floats());
    }

    /** Whose space it lies in. */
    public String revision() {
        return revision;
    }

    /** How many numbers it has. */
    public int dimensions() {
        return numbers.length;
    }

    float[] toArray() {
        return numbers.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueryVector that
                && revision.equals(that.revision)
                && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * revision.hashCode() + Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "QueryVector[" + numbers.length + " dimensions of " + revision + "]";
    }
}
