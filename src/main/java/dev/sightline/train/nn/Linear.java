package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** x Wᵀ + b, and the low-rank update where there is one. */
public final class Linear {
    private final NDArray weight; // [O, I]
    private final @Nullable NDArray bias; // [O]
    private final @Nullable LowRankUpdate update;
    private final @Nullable TorchScript function;

    private Linear(
            NDArray weight, @Nullable NDArray bias, @Nullable LowRankUpdate update, @Nullable TorchScript function) {
        this.weight = weight;
        this.bias = bias;
        this.update = update;
        this.function = function;
    }

    static Linear create(Parameters parameters, String name, long inputs, long outputs) {
        return new Linear(
                parameters.uniform(name + ".weight", outputs, inputs),
                parameters.constant(name + ".bias", 0, outputs),
                null,
                parameters.linear());
    }

    static Linear withoutBias(Parameters parameters, String name, long inputs, long outputs) {
        return new Linear(parameters.uniform(name + ".weight", outputs, inputs), null, null, null);
    }

    static Linear pretrained(NDArray weight, @Nullable LowRankUpdate update) {
        return new Linear(weight, null, update, null);
    }

    NDArray forward(NDArray x) { // [..., I] → [..., O]
        if (function != null && bias != null) {
            return function.run(x, weight, bias).singletonOrThrow();
        }
        NDArray y = ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
        return update == null ? y : y.add(update.forward(x));
    }

    /**
     * The matrix and both halves of its update, of rank 0 where there is none.
     *
     * @param frozen what becomes of a matrix that does not learn
     */
    List<NDArray> operands(UnaryOperator<NDArray> frozen) {
        NDArray matrix = weight.hasGradient() ? weight : frozen.apply(weight);
        if (update != null) {
            return List.of(matrix, update.down(), update.up());
        }
        NDManager manager = weight.getManager();
        long outputs = weight.getShape().get(0);
        long inputs = weight.getShape().get(1);
        return List.of(matrix, manager.zeros(new Shape(0, inputs)), manager.zeros(new Shape(outputs, 0)));
    }

    /** The matrix in use, [O, I]: the pretrained one plus its update. The caller closes it. */
    public NDArray merged() {
        if (update == null) {
            return weight.duplicate();
        }
        try (NDArray product = update.product()) {
            return weight.add(product);
        }
    }

    /** b [O], where there is one. */
    public @Nullable NDArray bias() {
        return bias;
    }
}
