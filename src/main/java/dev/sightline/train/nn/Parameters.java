package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.weights.WeightSource;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The named weights of a model, in the order they were made.
 *
 * <p>New weights are frozen; {@link #train} marks those that learn. They live as long as the manager given.
 */
public final class Parameters {
    private static final NDIndex ALL = new NDIndex("...");

    private final NDManager manager;
    private final SplittableRandom random;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Map<String, NDArray> learning = new LinkedHashMap<>();
    private final Set<String> elsewhere = new HashSet<>(); // what a pretrained file has just so
    private @Nullable TorchScript linear;

    /** With a seed for what is drawn. */
    public Parameters(NDManager manager, long seed) {
        this.manager = manager;
        this.random = new SplittableRandom(seed);
    }

    /** What its arrays live in. */
    NDManager manager() {
        return manager;
    }

    /** The function that all layers with a bias share. */
    TorchScript linear() {
        if (linear == null) {
            linear = TorchScript.open(manager, "linear", Map.of());
        }
        return linear;
    }

    /** A weight from a pretrained model's file. */
    public NDArray load(String name, WeightTensor tensor) {
        elsewhere.add(name);
        return add(name, manager.create(tensor.values(), new Shape(tensor.shape())));
    }

    /** A weight drawn evenly from ±1/√(its last axis), as torch draws a linear layer's. */
    public NDArray uniform(String name, long... shape) {
        double bound = 1 / Math.sqrt((double) shape[shape.length - 1]);
        return draw(name, () -> random.nextDouble(-bound, bound), shape);
    }

    /** A weight drawn from a normal distribution about zero. */
    public NDArray normal(String name, double deviation, long... shape) {
        return draw(name, () -> gaussian() * deviation, shape);
    }

    /** A weight of one value throughout. */
    public NDArray constant(String name, double value, long... shape) {
        return draw(name, () -> value, shape);
    }

    /** The weight of this name. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no weight is called " + name);
        }
        return array;
    }

    /** Lets those learn whose names start with the prefix; from here on they have gradients. */
    public void train(String prefix) {
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix) && learning.put(name, array) == null) {
                array.setRequiresGradient(true);
                forgetGradient(array);
            }
        });
    }

    /** Sets every gradient to zero, for the next step. */
    public void forgetGradients() {
        learning.values().forEach(Parameters::forgetGradient);
    }

    /** An array that is no weight but gathers a gradient all the same, from zero. */
    public static NDArray leaf(NDArray array) {
        array.setRequiresGradient(true);
        forgetGradient(array);
        return array;
    }

    /** Writes zeros; what torch gives at first is whatever the memory held, NaN too, so no arithmetic would do. */
    private static void forgetGradient(NDArray array) {
        try (NDArray gradient = array.getGradient()) {
            gradient.set(ALL, 0f);
        }
    }

    /** The weights that learn, by name. */
    public Map<String, NDArray> learning() {
        return Collections.unmodifiableMap(learning);
    }

    /** The names of all that the pretrained files do not have: what learns, what was restored, and what was drawn. */
    public List<String> own() {
        return arrays.keySet().stream()
                .filter(name -> learning.containsKey(name) || !elsewhere.contains(name))
                .toList();
    }

    /** Every name, in the order of making. */
    public List<String> names() {
        return List.copyOf(arrays.keySet());
    }

    /** Copies the named weights to the heap. */
    public Map<String, WeightTensor> snapshot(Collection<String> names) {
        Map<String, WeightTensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            NDArray array = get(name);
            tensors.put(name, new WeightTensor(array.getShape().getShape(), array.toFloatArray()));
        }
        return tensors;
    }

    /**
     * Overwrites weights with those of a file, in place.
     *
     * @return the names that were read
     * @throws IllegalArgumentException if a shape differs; weights already read keep their new values
     */
    public List<String> restore(WeightSource source) throws IOException {
        List<String> read = new ArrayList<>();
        for (String name : source.names()) {
            NDArray array = arrays.get(name);
            if (array == null) {
                continue;
            }
            WeightTensor tensor = source.read(name);
            if (!array.getShape().equals(new Shape(tensor.shape()))) {
                throw new IllegalArgumentException("%s has shape %s here and %s in the file"
                        .formatted(name, array.getShape(), new Shape(tensor.shape())));
            }
            overwrite(array, tensor.values());
            elsewhere.remove(name);
            read.add(name);
        }
        return read;
    }

    /** Puts values in an array's place without changing what it is: a leaf stays one. */
    public static void overwrite(NDArray array, float[] values) {
        try (NDArray fresh = array.getManager().create(values, array.getShape())) {
            array.set(ALL, fresh);
        }
    }

    private NDArray draw(String name, DoubleSupplier values, long... shape) {
        float[] drawn = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) values.getAsDouble();
        }
        return add(name, manager.create(drawn, new Shape(shape)));
    }

    private double gaussian() { // Box and Muller 1958; SplittableRandom has none in its own name
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private NDArray add(String name, NDArray array) {
        if (arrays.putIfAbsent(name, array) != null) {
            throw new IllegalArgumentException("two weights are called " + name);
        }
        return array;
    }
}
