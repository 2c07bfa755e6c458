package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.nn.Decoder;
import dev.sightline.train.nn.DecoderLayer;
import dev.sightline.train.nn.Linear;
import dev.sightline.train.nn.Rotary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * Quantises the decoder layer by layer: each matrix learns what its inputs look like from training conversations that have
 * passed through the matrices quantised before it, so that errors are seen and made good instead of adding up.
 */
final class Calibration {
    private final NDManager manager;
    private final Decoder decoder;
    private final List<Sequence> sequences;

    /**
     * A conversation, or several in a tree, on its way through the layers.
     *
     * @param x         [1, T, D], replaced layer by layer
     * @param positions [1][T]
     * @param mask      [1, 1, T, T]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Sequence(NDArray x, int[][] positions, NDArray mask) {}

    /** Takes sequences over; they live in {@code manager}. */
    Calibration(NDManager manager, Decoder decoder, List<Sequence> sequences) {
        this.manager = manager;
        this.decoder = decoder;
        this.sequences = new ArrayList<>(sequences);
    }

    /** The decoder in 4 bits, the head included; {@code progress} hears how many layers are done. */
    DecoderGraph.Weights quantise(IntConsumer progress) {
        List<DecoderGraph.Layer> layers = new ArrayList<>();
        for (DecoderLayer layer : decoder.layers()) {
            layers.add(quantise(layer));
            progress.accept(layers.size());
        }
        Moments moments = new Moments(decoder.config().hidden());
        for (Sequence sequence : sequences) {
            try (NDManager step = manager.newSubManager()) {
                moments.add(decoder.normed(step.zeros(new Shape(1)).add(sequence.x())));
            }
        }
        BlockQuantised head = moments.gptq(manager).quantise(Matrix.of(decoder.head()));
        return new DecoderGraph.Weights(layers, decoder.norm().toFloatArray(), head);
    }

    private DecoderGraph.Layer quantise(DecoderLayer layer) {
        Linear[] projections = layer.projections();
        try (NDManager kept = manager.newSubManager()) {
            List<NDArray> x = sequences.stream()
                    .map(sequence -> kept.zeros(new Shape(1)).add(sequence.x()))
                    .toList();
            Quantised qkv = project(kept, projections[0], map(x, layer::beforeAttention));
            List<NDArray> mixed = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                Sequence sequence = sequences.get(i);
                Rotary rotary = decoder.rotary(kept, sequence.positions());
                mixed.add(layer.attention(qkv.outputs().get(i), rotary, sequence.mask(), null));
            }
            Quantised output = project(kept, projections[1], mixed);
            List<NDArray> attended = sum(x, output.outputs());
            Quantised gateUp = project(kept, projections[2], map(attended, layer::beforeMlp));
            Quantised down = project(kept, projections[3], map(gateUp.outputs(), layer::gated));
            replace(sum(attended, down.outputs()));
            return new DecoderGraph.Layer(
                    layer.norms()[0].toFloatArray(),
                    qkv.weight(),
                    output.weight(),
                    layer.norms()[1].toFloatArray(),
                    gateUp.weight(),
                    down.weight());
        }
    }

    private record Quantised(BlockQuantised weight, List<NDArray> outputs) {}

    private Quantised project(NDManager kept, Linear projection, List<NDArray> inputs) {
        Matrix weight;
        try (NDArray merged = projection.merged()) {
            weight = Matrix.of(merged);
        }
        Moments moments = new Moments(weight.columns());
        inputs.forEach(moments::add);
        BlockQuantised quantised = moments.gptq(manager).quantise(weight);
        NDArray restored = kept.create(quantised.restored().values(), new Shape(weight.rows(), weight.columns()));
        List<NDArray> outputs =
                inputs.stream().map(x -> x.matMul(restored.transpose())).toList();
        return new Quantised(quantised, outputs);
    }

    private void replace(List<NDArray> next) {
        for (int i = 0; i < next.size(); i++) {
            Sequence before = sequences.get(i);
            next.get(i).attach(manager);
            before.x().close();
            sequences.set(i, new Sequence(next.get(i), before.positions(), before.mask()));
        }
    }

    private static List<NDArray> map(List<NDArray> arrays, UnaryOperator<NDArray> step) {
        return arrays.stream().map(step).toList();
    }

    private static List<NDArray> sum(List<NDArray> a, List<NDArray> b) {
        List<NDArray> sums = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sums.add(a.get(i).add(b.get(i)));
        }
        return sums;
    }

    /** Σ x xᵀ of the inputs seen. */
    private static final class Moments {
        private final int columns;
        private final double[] sum;

        Moments(int columns) {
            this.columns = columns;
            this.sum = new double[columns * columns];
        }

        void add(NDArray x) { // [1, T, columns]
            try (NDArray rows = x.reshape(-1, columns);
                    NDArray moments = rows.transpose().matMul(rows);
                    NDArray doubles = moments.toType(DataType.FLOAT64, false)) {
                double[] values = doubles.toDoubleArray();
                for (int i = 0; i < values.length; i++) {
                    sum[i] += values[i];
                }
            }
        }

        Gptq gptq(NDManager manager) {
            return Gptq.of(manager, sum, columns);
        }
    }
}
