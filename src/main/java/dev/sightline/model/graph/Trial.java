package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.sightline.model.runtime.DirectBuffers;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a decoder, or a piece of one, is given to try it: B rows of S new tokens after a past of P.
 *
 * <p>Of the last of several rows the last two columns of the past are padding, or of the new tokens where there is no past.
 */
public final class Trial {
    private static final int PADDING = 2;

    private final int rows;
    private final int past;
    private final int tokens;
    private final Map<String, long[]> shapes = new HashMap<>();

    Trial(OnnxGraph graph, int rows, int past, int tokens) {
        this.rows = rows;
        this.past = past;
        this.tokens = tokens;
        for (ValueInfoProto input : graph.inputs()) {
            String name = input.getName();
            if (name.startsWith("past_key_values.")) {
                shapes.put(name, new long[] {rows, dimension(input, 1), past, dimension(input, 3)});
            } else if (name.equals("inputs_embeds")) {
                shapes.put(name, new long[] {rows, tokens, dimension(input, 2)});
            } else if (name.equals("encoder_hidden_states")) {
                shapes.put(name, new long[] {rows, 3, dimension(input, 2)});
            } else if (name.equals("position_ids")) {
                int axes = input.getType().getTensorType().getShape().getDimCount();
                shapes.put(name, axes == 3 ? new long[] {3, rows, tokens} : new long[] {rows, tokens});
            }
        }
    }

    /** Gives a value at a cut its shape. */
    Trial with(String cut, long... shape) {
        shapes.put(cut, shape);
        return this;
    }

    /** A declared dimension of an input; 0 where the graph leaves it open. */
    public static int dimension(ValueInfoProto input, int axis) {
        TypeProto.Tensor tensor = input.getType().getTensorType();
        return axis >= 0 && axis < tensor.getShape().getDimCount()
                ? (int) tensor.getShape().getDim(axis).getDimValue()
                : 0;
    }

    int rows() {
        return rows;
    }

    int past() {
        return past;
    }

    int tokens() {
        return tokens;
    }

    /** Whether the mask calls a column a token. */
    boolean real(int row, int column) {
        int end = past > 0 ? past : tokens;
        return rows == 1 || row < rows - 1 || column < end - PADDING || column >= end;
    }

    /** The score at a place of a tensor of scores, from -1.25 to 1.25. */
    public static float number(int index) {
        return (index * 7 % 11 - 5) / 4f;
    }

    /** An input's tensor; the caller closes it. */
    OnnxTensor tensor(String name) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
        switch (name) {
            case "attention_mask" -> {
                LongBuffer mask = longs(rows * (past + tokens));
                for (int i = 0; i < mask.capacity(); i++) {
                    mask.put(i, real(i / (past + tokens), i % (past + tokens)) ? 1 : 0);
                }
                return OnnxTensor.createTensor(environment, mask, new long[] {rows, past + tokens});
            }
            case "input_ids" -> {
                return OnnxTensor.createTensor(environment, longs(rows * tokens), new long[] {rows, tokens});
            }
            case "position_ids" -> {
                long[] shape = shape(name);
                LongBuffer positions = longs((int) size(shape));
                for (int i = 0; i < positions.capacity(); i++) {
                    positions.put(i, past + i % tokens);
                }
                return OnnxTensor.createTensor(environment, positions, shape);
            }
            case "num_logits_to_keep" -> {
                return OnnxTensor.createTensor(environment, tokens);
            }
            case "use_cache_branch" -> {
                ByteBuffer flag = DirectBuffers.allocate(1).put(0, (byte) (past > 0 ? 1 : 0));
                return OnnxTensor.createTensor(environment, flag, new long[] {1}, OnnxJavaType.BOOL);
            }
            default -> {
                long[] shape = shape(name);
                FloatBuffer numbers =
                        DirectBuffers.allocate(size(shape) * Float.BYTES).asFloatBuffer();
                for (int i = 0; i < numbers.capacity(); i++) {
                    numbers.put(i, number(i));
                }
                return OnnxTensor.createTensor(environment, numbers, shape);
            }
        }
    }

    private long[] shape(String name) throws OrtException {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new OrtException("nothing is known to give to " + name);
        }
        return shape;
    }

    private static long size(long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return size;
    }

    private static LongBuffer longs(int count) {
        return DirectBuffers.allocate(count * (long) Long.BYTES).asLongBuffer();
    }

    @Override
    public String toString() {
        return List.of(rows, past, tokens).toString();
    }
}
