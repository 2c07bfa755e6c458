package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.runtime.OnnxRuntime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What numbers a graph's values are, as ONNX Runtime infers them for any operator it has. */
final class ValueTypes {
    private ValueTypes() {}

    /**
     * The values that nodes make of 32-bit floats.
     *
     * @throws ModelRefusedException if the graph is none that runs here
     */
    static Set<String> floats(OnnxGraph graph) {
        Set<String> floats = new HashSet<>();
        try (OrtSession.SessionOptions options = OnnxRuntime.options()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            List<ValueInfoProto> all = graph.nodes().stream()
                    .flatMap(node -> node.getOutputList().stream())
                    .filter(name -> !name.isEmpty())
                    .map(name -> ValueInfoProto.newBuilder().setName(name).build())
                    .toList();
            byte[] model = graph.piece(graph.nodes(), graph.inputs(), all);
            try (OrtSession session = OnnxRuntime.environment().createSession(model, options)) {
                for (Map.Entry<String, NodeInfo> value : session.getOutputInfo().entrySet()) {
                    if (value.getValue().getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
                        floats.add(value.getKey());
                    }
                }
            }
        } catch (OrtException e) {
            throw new ModelRefusedException("The graph cannot be run by ONNX Runtime: " + e.getMessage(), e);
        }
        return floats;
    }
}
