package dev.sightline.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.sightline.train.nn.Decoder;
import dev.sightline.train.nn.DecoderLayer;
import dev.sightline.train.nn.InverseCholesky;
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
    private static final int TOGETHER = 8; // sequences

    private final NDManager manager;
    private final Decoder decoder;
    private final List<Sequence> sequences;
    private final InverseCholesky factors;

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
        this.factors = new InverseCholesky(manager);
    }

    /** The decoder in 4 bits, the head included; {@code progress} hears how many layers are done, the head being the last. */
    DecoderGraph.Weights quantise(IntConsumer progress) {
        List<DecoderGraph.Layer> layers = new ArrayList<>();
        for (DecoderLayer layer : decoder.layers()) {
            layers.add(quantise(layer));
            progress.accept(layers.size());
        }
        BlockQuantised head;
        try (NDManager kept = manager.newSubManager()) {
            head = quantised(Matrix.of(decoder.head()), map(seen(kept), decoder::normed));
        }
        progress.accept(layers.size() + 1);
        return new DecoderGraph.Weights(layers, decoder.norm().toFloatArray(), head);
    }

    private DecoderGraph.Layer quantise(DecoderLayer layer) {
        Linear[] projections = layer.projections();
        try (NDManager kept = manager.newSubManager()) {
            List<NDArray> x = seen(kept);
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

    /** What the next layer reads, as arrays of this manager. */
    private List<NDArray> seen(NDManager kept) {
        return sequences.stream()
                .map(sequence -> kept.zeros(new Shape(1)).add(sequence.x()))
                .toList();
    }

    private record Quantised(BlockQuantised weight, List<NDArray> outputs) {}

    private Quantised project(NDManager kept, Linear projection, List<NDArray> inputs) {
        Matrix weight;
        try (NDArray merged = projection.merged()) {
            weight = Matrix.of(merged);
        }
        BlockQuantised quantised = quantised(weight, inputs);
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

    /** In 4 bits, by what the inputs do. */
    private BlockQuantised quantised(Matrix weight, List<NDArray> inputs) {
        int columns = weight.columns();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray moments = scratch.zeros(new Shape(columns, columns), DataType.FLOAT64); // Σ x xᵀ
            for (int at = 0; at < inputs.size(); at += TOGETHER) {
                List<NDArray> some = inputs.subList(at, Math.min(at + TOGETHER, inputs.size())); // each [1, T, columns]
                try (NDManager step = scratch.newSubManager()) {
                    NDArray rows = step.create(new float[0], new Shape(0, columns));
                    for (NDArray x : some) {
                        rows = rows.concat(x.reshape(-1, columns));
                    }
                    moments.addi(rows.transpose().matMul(rows).toType(DataType.FLOAT64, false));
                }
            }
            return Gptq.of(moments, factors).quantise(weight);
        }
    }
}
