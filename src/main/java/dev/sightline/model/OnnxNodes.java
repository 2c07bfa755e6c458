package dev.sightline.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes nodes and weights for rewritten graphs. */
final class OnnxNodes {
    static final String MICROSOFT = "com.microsoft";

    private OnnxNodes() {}

    /** A node of one output, which gives it its name. */
    static NodeProto node(
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
    static NodeProto node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
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

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** A weight of floats. */
    static TensorProto floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, UnsafeByteOperations.unsafeWrap(bytes.array()), shape);
    }

    /** A weight of 64-bit integers. */
    static TensorProto longs(String name, long[] values, long... shape) {
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
