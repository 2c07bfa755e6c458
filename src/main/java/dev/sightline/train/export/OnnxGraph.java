package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.sightline.model.graph.HalfFloat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An ONNX graph as it grows: every call adds a node or a constant and returns the name of what it gives. */
final class OnnxGraph {
    /** The domain of ONNX Runtime's own operators. */
    static final String MICROSOFT = "com.microsoft";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final GraphProto.Builder graph;
    private final String prefix; // of the names that are made up here, apart from those of a graph begun with
    private int nodes;

    OnnxGraph(String name) {
        this(name, "");
    }

    private OnnxGraph(String name, String prefix) {
        this.graph = GraphProto.newBuilder().setName(name);
        this.prefix = prefix;
    }

    /** Begins with all of another graph but its outputs. */
    static OnnxGraph after(GraphProto begun) {
        OnnxGraph graph = new OnnxGraph(begun.getName(), "vit/");
        graph.graph
                .addAllNode(begun.getNodeList())
                .addAllInitializer(begun.getInitializerList())
                .addAllInput(begun.getInputList());
        return graph;
    }

    /** An input or output; an axis is a number or a name. */
    record Axes(DataType type, Object... axes) {
        private ValueInfoProto named(String name) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (Object axis : axes) {
                TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
                if (axis instanceof String text) {
                    dimension.setDimParam(text);
                } else {
                    dimension.setDimValue(((Number) axis).longValue());
                }
            }
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(type.getNumber())
                                    .setShape(shape)))
                    .build();
        }
    }

    String input(String name, DataType type, Object... axes) {
        graph.addInput(new Axes(type, axes).named(name));
        return name;
    }

    void output(String name, DataType type, Object... axes) {
        graph.addOutput(new Axes(type, axes).named(name));
    }

    String floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, DataType.FLOAT, bytes.array(), shape);
    }

    /** Floats stored as halves and cast back, which the runtime does once at load. */
    String halves(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfFloat.of(value));
        }
        constant(name + "_f16", DataType.FLOAT16, bytes.array(), shape);
        return nodeTo(name, "Cast", "", List.of(name + "_f16"), Map.of("to", (long) DataType.FLOAT.getNumber()));
    }

    String longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, DataType.INT64, bytes.array(), values.length);
    }

    String longScalar(String name, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return constant(name, DataType.INT64, bytes.array());
    }

    /** A constant of any type; the bytes are handed over. */
    String constant(String name, DataType type, byte[] bytes, long... shape) {
        ByteString data = UnsafeByteOperations.unsafeWrap(bytes);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(data);
        for (long axis : shape) {
            tensor.addDims(axis);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** A node of ONNX itself. */
    String node(String operator, List<String> inputs, Map<String, Object> attributes) {
        return nodeTo(prefix + operator + "_" + nodes, operator, "", inputs, attributes);
    }

    String node(String operator, String... inputs) {
        return node(operator, List.of(inputs), Map.of());
    }

    String nodeTo(String output, String operator, String domain, List<String> inputs, Map<String, Object> attributes) {
        nodes(operator, domain, inputs, List.of(output), attributes);
        return output;
    }

    /** A node of several outputs; an empty name is an output or input that is left out. */
    void nodes(
            String operator, String domain, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(domain)
                .setName(prefix + operator + "_" + nodes++)
                .addAllInput(inputs)
                .addAllOutput(outputs);
        attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
        graph.addNode(node);
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Long number) {
            return attribute
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(number)
                    .build();
        }
        if (value instanceof Float number) {
            return attribute
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(number)
                    .build();
        }
        attribute.setType(AttributeProto.AttributeType.INTS);
        for (long number : (long[]) value) {
            attribute.addInts(number);
        }
        return attribute.build();
    }

    /** Writes the model; it must stay below protobuf's 2 GiB. */
    void write(Path file) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("sightline")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(graph)
                .build();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            model.writeTo(out);
        }
    }
}
