package dev.sightline.train.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** The upper factor U of an inverse, A⁻¹ = UᵀU. */
public final class InverseCholesky {
    private final TorchScript function;

    /** @param owner whose closing ends the function */
    public InverseCholesky(NDManager owner) {
        this.function = TorchScript.open(owner, "inverse_cholesky", Map.of());
    }

    /**
     * [n, n] → [n, n], in the type given; the caller closes it.
     *
     * @throws IllegalArgumentException if the matrix is not positive
     */
    public NDArray of(NDArray matrix) {
        try {
            return function.run(matrix).singletonOrThrow();
        } catch (EngineException e) {
            throw new IllegalArgumentException("the matrix is not positive", e);
        }
    }
}
