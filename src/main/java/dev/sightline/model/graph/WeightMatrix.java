package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The weights of a matrix product, y = x·W, as floats whatever the file keeps: K numbers in, N out. */
abstract class WeightMatrix {
    private static final int BLOCK = 64;

    private final int inputs;
    private final int outputs;

    private WeightMatrix(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** K. */
    int inputs() {
        return inputs;
    }

    /** N. */
    int outputs() {
        return outputs;
    }

    /** The K weights of one output. */
    abstract void readOutput(int output, float[] target);

    /** Hears the weights of some outputs that lie side by side; several threads may call. */
    interface BlockReader {
        /** {@code block[i]} has the K weights of output {@code first + i}. */
        void read(int first, float[][] block);
    }

    /** Reads all weights, as many outputs at a time as keep a transposing writer in the cache. */
    void forEachBlock(BlockReader reader) {
        IntStream.range(0, (outputs + BLOCK - 1) / BLOCK).parallel().forEach(b -> {
            int first = b * BLOCK;
            float[][] block = new float[Math.min(BLOCK, outputs - first)][inputs];
            for (int i = 0; i < block.length; i++) {
                readOutput(first + i, block[i]);
            }
            reader.read(first, block);
        });
    }

    /** The weights of a {@code MatMul} or {@code MatMulNBits} node; null if they are not known before a run. */
    static @Nullable WeightMatrix of(OnnxGraph graph, NodeProto node) {
        return switch (node.getOpType()) {
            case "MatMul" -> dense(graph.weight(node.getInput(1)));
            case "MatMulNBits" -> packed(graph, node);
            default -> null;
        };
    }

    private static @Nullable WeightMatrix dense(@Nullable TensorProto weight) {
        if (weight == null || weight.getDimsCount() != 2) {
            return null;
        }
        FloatBuffer values = numbers(weight);
        int k = (int) weight.getDims(0);
        int n = (int) weight.getDims(1);
        return new WeightMatrix(k, n) {
            @Override
            void readOutput(int output, float[] target) {
                for (int i = 0; i < k; i++) {
                    target[i] = values.get(i * n + output);
                }
            }
        };
    }

    private static @Nullable WeightMatrix packed(OnnxGraph graph, NodeProto node) {
        int bits = (int) OnnxGraph.attribute(node, "bits", 4);
        int block = (int) OnnxGraph.attribute(node, "block_size", 32);
        int k = (int) OnnxGraph.attribute(node, "K", 0);
        int n = (int) OnnxGraph.attribute(node, "N", 0);
        TensorProto quants = graph.weight(node.getInput(1));
        float[] scales = constant(graph, node.getInput(2));
        boolean hasZeros = node.getInputCount() > 3 && !node.getInput(3).isEmpty();
        TensorProto zeros = hasZeros ? graph.weight(node.getInput(3)) : null;
        boolean usual = (bits == 4 || bits == 8)
                && (node.getInputCount() <= 4 || node.getInput(4).isEmpty());
        if (quants == null || scales == null || !usual || hasZeros != (zeros != null)) {
            return null;
        }
        byte[] q = quants.getRawData().toByteArray();
        byte @Nullable [] z = zeros == null ? null : zeros.getRawData().toByteArray();
        int blocks = (k + block - 1) / block;
        int rowBytes = blocks * block * bits / 8;
        int zeroBytes = (blocks * bits + 7) / 8;
        return new WeightMatrix(k, n) {
            @Override
            void readOutput(int output, float[] target) {
                for (int b = 0; b < blocks; b++) {
                    float scale = scales[output * blocks + b];
                    int zero = z == null ? 1 << (bits - 1) : unpack(z, output * zeroBytes, b, bits);
                    for (int i = b * block; i < Math.min(k, (b + 1) * block); i++) {
                        target[i] = (unpack(q, output * rowBytes, i, bits) - zero) * scale;
                    }
                }
            }
        };
    }

    private static int unpack(byte[] bytes, int from, int index, int bits) {
        if (bits == 8) {
            return bytes[from + index] & 0xff;
        }
        int pair = bytes[from + index / 2] & 0xff;
        return index % 2 == 0 ? pair & 0xf : pair >> 4;
    }

    /** A weight, or one that a {@code Cast} widens. */
    private static float @Nullable [] constant(OnnxGraph graph, String name) {
        TensorProto weight = graph.weight(name);
        NodeProto maker = weight == null ? graph.producer(name) : null;
        if (maker != null && maker.getOpType().equals("Cast")) {
            weight = graph.weight(maker.getInput(0));
        }
        return weight == null ? null : floats(weight);
    }

    /** A weight's numbers where they lie, or a copy where they are kept in another type than float. */
    private static FloatBuffer numbers(TensorProto weight) {
        boolean stored = weight.getDataType() == TensorProto.DataType.FLOAT.getNumber()
                && !weight.getRawData().isEmpty();
        return stored
                ? weight.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                : FloatBuffer.wrap(floats(weight));
    }

    static float[] floats(TensorProto weight) {
        ByteString raw = weight.getRawData();
        if (weight.getDataType() == TensorProto.DataType.FLOAT16.getNumber()) {
            return halves(raw);
        }
        float[] values = new float[raw.isEmpty() ? weight.getFloatDataCount() : raw.size() / Float.BYTES];
        if (raw.isEmpty()) {
            for (int i = 0; i < values.length; i++) {
                values[i] = weight.getFloatData(i);
            }
        } else {
            FloatBuffer stored =
                    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            stored.get(values);
        }
        return values;
    }

    private static float[] halves(ByteString raw) {
        var stored = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        float[] values = new float[stored.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfFloat.toFloat(stored.get(i));
        }
        return values;
    }
}
