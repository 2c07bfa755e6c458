package dev.sightline.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sightline.model.graph.OnnxNodes;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies [n] numbers of several tensors on a device: a network of {@code Identity} nodes whose outputs are pinned.
 *
 * <p>It needs no library of the device's own, and a copy has ended when it returns. Whoever made it closes it.
 */
final class DeviceCopy implements AutoCloseable {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final OrtSession session;
    private final int tensors;

    DeviceCopy(Device device, int tensors, OnnxJavaType type) throws OrtException {
        this.tensors = tensors;
        try (OrtSession.SessionOptions options = device.options()) {
            session = OnnxRuntime.environment().createSession(identities(tensors, type), options);
        }
    }

    /** Copies; the tensors stay the caller's. */
    void copy(List<OnnxTensor> from, List<OnnxTensor> to) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, OnnxTensor> outputs = new HashMap<>();
        for (int i = 0; i < tensors; i++) {
            inputs.put("from." + i, from.get(i));
            outputs.put("to." + i, to.get(i));
        }
        try (OrtSession.Result done = session.run(inputs, Set.of(), outputs)) {
            assert done.size() == tensors;
        } catch (OrtException e) {
            throw new IllegalStateException("Copying keys and values failed: " + e.getMessage(), e);
        }
    }

    private static byte[] identities(int tensors, OnnxJavaType type) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("copy");
        for (int i = 0; i < tensors; i++) {
            graph.addInput(vector("from." + i, type)).addOutput(vector("to." + i, type));
            graph.addNode(OnnxNodes.node("Identity", "to." + i, List.of("from." + i)));
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto vector(String name, OnnxJavaType type) {
        TensorProto.DataType element =
                switch (type) {
                    case FLOAT -> TensorProto.DataType.FLOAT;
                    case FLOAT16 -> TensorProto.DataType.FLOAT16;
                    case BFLOAT16 -> TensorProto.DataType.BFLOAT16;
                    default -> throw new IllegalArgumentException("Keys and values of " + type + " cannot be copied");
                };
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(element.getNumber())
                                .setShape(shape)))
                .build();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("A copier cannot be closed: " + e.getMessage(), e);
        }
    }
}
