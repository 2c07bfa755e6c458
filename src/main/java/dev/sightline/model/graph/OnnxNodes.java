package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes nodes and weights for rewritten graphs. */
public final class OnnxNodes {
    static final String MICROSOFT = "com.microsoft";

    private OnnxNodes() {}

    /** A node of one output, which gives it its name. */
    public static NodeProto node(
            String domain, String operator, String output, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    /** A node of a standard operator. */
    public static NodeProto node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, output, inputs, attributes);
    }

    static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    /** What a {@code Constant} node gives; null if it is no tensor of numbers. */
    static @Nullable TensorProto constant(NodeProto constant) {
        AttributeProto value = constant.getAttribute(0);
        String name = constant.getOutput(0);
        return switch (value.getName()) {
            case "value" -> value.getT();
            case "value_float" -> floats(name, new float[] {value.getF()});
            case "value_int" -> longs(name, new long[] {value.getI()});
            case "value_ints" ->
                longs(
                        name,
                        value.getIntsList().stream().mapToLong(Long::longValue).toArray(),
                        value.getIntsCount());
            default -> null;
        };
    }

    /** Says of an input or output what its numbers are, and of its shape how many axes it has; -1 if that is not known. */
    public static ValueInfoProto value(String name, TensorProto.DataType type, int axes) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        if (axes >= 0) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (int axis = 0; axis < axes; axis++) {
                shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(name + "." + axis));
            }
            tensor.setShape(shape);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A weight of floats. */
    static TensorProto floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, UnsafeByteOperations.unsafeWrap(bytes.array()), shape);
    }

    /** A weight of 16-bit floats, each the nearest half of a float; what is too large becomes the largest one. */
    static TensorProto halves(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfFloat.finite(value));
        }
        return tensor(name, TensorProto.DataType.FLOAT16, UnsafeByteOperations.unsafeWrap(bytes.array()), shape);
    }

    /** The numbers of a weight of 64-bit integers. */
    public static long[] longs(TensorProto weight) {
        if (weight.getRawData().isEmpty()) {
            return weight.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
        }
        long[] values = new long[weight.getRawData().size() / Long.BYTES];
        weight.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(values);
        return values;
    }

    /** A weight of 64-bit integers. */
    public static TensorProto longs(String name, long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT64, UnsafeByteOperations.unsafeWrap(bytes.array()), shape);
    }

    /** A weight of bytes, which it takes over. */
    static TensorProto bytes(String name, TensorProto.DataType type, byte[] values, long... shape) {
        return tensor(name, type, UnsafeByteOperations.unsafeWrap(values), shape);
    }

    private static TensorProto tensor(String name, TensorProto.DataType type, ByteString data, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(data);
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor.build();
    }
}
