package dev.sightline.embed;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** A vector of length one: a point of the space that both towers share. It owns its numbers. */
public final class UnitVector {
    private final float[] numbers; // [D]

    private UnitVector(float[] numbers) {
        this.numbers = numbers;
    }

    /**
     * The direction of these numbers.
     *
     * @throws IllegalArgumentException where they have none: all are zero, or one is not finite
     */
    static UnitVector along(FloatBuffer numbers) {
        var copy = new float[numbers.remaining()];
        numbers.get(copy);
        var squares = 0.0;
        for (var number : copy) {
            squares += (double) number * number;
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            throw new IllegalArgumentException("a vector of length " + Math.sqrt(squares) + " has no direction");
        }
        var length = Math.sqrt(squares);
        for (var i = 0; i < copy.length; i++) {
            copy[i] = (float) (copy[i] / length);
        }
        return new UnitVector(copy);
    }

    /** How many numbers it has. */
    public int dimensions() {
        return numbers.length;
    }

    /** Its numbers, a fresh array. */
    public float[] toArray() {
        return numbers.clone();
    }

    /** How far two vectors point the same way: 1 for the same direction, 0 for unrelated ones. */
    public double cosine(UnitVector other) {
        var sum = 0.0;
        for (var i = 0; i < numbers.length; i++) {
            sum += (double) numbers[i] * other.numbers[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitVector that && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "UnitVector[" + numbers.length + "]";
    }
}
