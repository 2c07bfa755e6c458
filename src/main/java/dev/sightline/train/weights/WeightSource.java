package dev.sightline.train.weights;

import java.io.IOException;
import java.util.Set;

/** Named tensors in a file, read one at a time so that a model never stands in memory twice. */
public interface WeightSource {
    /** The tensors' names, Hugging Face's. */
    Set<String> names();

    /**
     * Reads one tensor as float32.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    WeightTensor read(String name) throws IOException;
}
