package dev.sightline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.weights.WeightSource;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), in place.
 *
 * <p>Matrices decay; vectors and LoRA's thin matrices do not. Its moments can be saved and put back bit for bit.
 */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.98;
    private static final double EPSILON = 1e-8;

    private final Parameters parameters;
    private final ToDoubleFunction<String> rate;
    private final double decay;
    private final Map<String, Moments> moments = new LinkedHashMap<>();

    private record Moments(NDArray first, NDArray second) {}

    /**
     * @param rate  the peak rate of a weight by its name; one of 0 rests
     * @param decay of matrices
     */
    AdamW(NDManager manager, Parameters parameters, ToDoubleFunction<String> rate, double decay) {
        this.parameters = parameters;
        this.rate = rate;
        this.decay = decay;
        parameters
                .learning()
                .forEach((name, weight) -> moments.put(
                        name, new Moments(manager.zeros(weight.getShape()), manager.zeros(weight.getShape()))));
    }

    /** The length of all gradients taken as one vector. */
    double gradientNorm(NDManager manager) {
        try (NDManager step = manager.newSubManager()) {
            NDArray sum = step.zeros(new Shape(1));
            for (NDArray weight : parameters.learning().values()) {
                try (NDArray gradient = weight.getGradient()) {
                    gradient.attach(step);
                    sum.addi(gradient.square().sum());
                }
            }
            return Math.sqrt(sum.toFloatArray()[0]);
        }
    }

    /**
     * One update.
     *
     * @param step   how many there were before
     * @param factor of the schedule
     * @param shrink what every gradient is multiplied with first
     * @param active which weights change in this step, by name
     */
    void update(NDManager manager, int step, double factor, double shrink, Predicate<String> active) {
        for (Map.Entry<String, NDArray> entry : parameters.learning().entrySet()) {
            double peak = active.test(entry.getKey()) ? rate.applyAsDouble(entry.getKey()) : 0;
            if (peak == 0) {
                continue;
            }
            update(
                    manager,
                    entry.getKey(),
                    entry.getValue(),
                    new Rates(peak * factor, shrink, 1 - Math.pow(BETA1, step + 1), 1 - Math.pow(BETA2, step + 1)));
        }
    }

    /** What one update multiplies and divides by. */
    private record Rates(double rate, double shrink, double correction1, double correction2) {}

    private void update(NDManager manager, String name, NDArray weight, Rates rates) {
        Moments moment = Objects.requireNonNull(moments.get(name));
        try (NDManager scratch = manager.newSubManager();
                NDArray gradient = weight.getGradient()) {
            gradient.attach(scratch);
            NDArray scaled = gradient.mul(rates.shrink());
            moment.first().muli(BETA1).addi(scaled.mul(1 - BETA1));
            moment.second().muli(BETA2).addi(scaled.square().mul(1 - BETA2));
            NDArray zero = scratch.zeros(weight.getShape()); // results belong to what an expression starts from
            NDArray size =
                    zero.add(moment.second()).divi(rates.correction2()).sqrt().addi(EPSILON);
            NDArray change = zero.add(moment.first())
                    .muli(rates.rate() / rates.correction1())
                    .divi(size);
            if (decays(name, weight)) {
                weight.muli(1 - rates.rate() * decay);
            }
            weight.subi(change);
        }
    }

    private static boolean decays(String name, NDArray weight) {
        return weight.getShape().dimension() > 1 && !name.startsWith("lora.");
    }

    /** The moments, by the weights' names with {@code first.} or {@code second.} before them. */
    Map<String, WeightTensor> snapshot() {
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        moments.forEach((name, moment) -> {
            tensors.put("first." + name, tensor(moment.first()));
            tensors.put("second." + name, tensor(moment.second()));
        });
        return tensors;
    }

    /** Puts saved moments back. */
    void restore(WeightSource source) throws IOException {
        for (Map.Entry<String, Moments> moment : moments.entrySet()) {
            moment.getValue()
                    .first()
                    .set(source.read("first." + moment.getKey()).values());
            moment.getValue()
                    .second()
                    .set(source.read("second." + moment.getKey()).values());
        }
    }

    private static WeightTensor tensor(NDArray array) {
        return new WeightTensor(array.getShape().getShape(), array.toFloatArray());
    }
}
