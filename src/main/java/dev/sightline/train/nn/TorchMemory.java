package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory of torch's own.
 *
 * <p>An array made of Java's numbers lies where Java's allocator put them, at any multiple of 16 bytes. Products round by where
 * their factors begin in a cache line, and Adam makes a difference in the last bit of a small gradient one of the whole step: so
 * the same run took another curve whenever the collector had freed a buffer earlier. Torch's own arrays begin with a cache line.
 */
public final class TorchMemory {
    private TorchMemory() {}

    /** Copies numbers, row by row. */
    public static NDArray of(NDManager manager, float[] values, Shape shape) {
        try (NDArray borrowed = manager.create(values, shape)) {
            return borrowed.duplicate();
        }
    }
}
