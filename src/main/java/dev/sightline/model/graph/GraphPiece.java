package dev.sightline.model.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a graph that makes some values, run apart: what stands at its cuts is given from outside.
 *
 * <p>So a mask or a scale is known by what it does, not by how an exporter spells it. Whoever made it closes it.
 */
final class GraphPiece implements AutoCloseable {
    private final OrtSession session;

    /** What a run gave. */
    static final class Value {
        private final long[] shape;
        private final float[] numbers;

        private Value(long[] shape, float[] numbers) {
            this.shape = shape;
            this.numbers = numbers;
        }

        /** How many axes it has. */
        int axes() {
            return shape.length;
        }

        int dimension(int axis) {
            return Math.toIntExact(shape[axis]);
        }

        int size() {
            return numbers.length;
        }

        /** A number by its place in C order, whatever its type. */
        float at(int index) {
            return numbers[index];
        }

        /** All its numbers in C order. */
        float[] toArray() {
            return numbers.clone();
        }
    }

    private GraphPiece(OrtSession session) {
        this.session = session;
    }

    /**
     * Cuts a piece out.
     *
     * @param values what it gives
     * @param cuts   values of floats that are given instead of made
     * @throws GraphNotRewritableException if ONNX Runtime cannot run it apart
     */
    static GraphPiece of(OnnxGraph graph, List<String> values, Set<String> cuts) throws GraphNotRewritableException {
        Set<String> given = new HashSet<>();
        Set<NodeProto> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            String name = open.pop();
            NodeProto maker = graph.producer(name);
            if (cuts.contains(name) || maker == null) {
                given.add(name);
            } else if (needed.add(maker)) {
                open.addAll(maker.getInputList());
            }
        }
        List<ValueInfoProto> inputs = new ArrayList<>();
        graph.inputs().stream().filter(input -> given.contains(input.getName())).forEach(inputs::add);
        cuts.stream()
                .filter(given::contains)
                .forEach(cut -> inputs.add(OnnxNodes.value(cut, TensorProto.DataType.FLOAT, -1)));
        List<ValueInfoProto> outputs = values.stream()
                .map(value -> ValueInfoProto.newBuilder().setName(value).build())
                .toList();
        List<NodeProto> nodes = graph.nodes().stream().filter(needed::contains).toList();
        try (OrtSession.SessionOptions options = OnnxRuntime.options()) {
            return new GraphPiece(
                    OnnxRuntime.environment().createSession(graph.piece(nodes, inputs, outputs), options));
        } catch (OrtException e) {
            throw new GraphNotRewritableException("a part of it cannot be run apart: " + e.getMessage());
        }
    }

    /** Runs it with what a trial gives. */
    Map<String, Value> run(Trial trial) throws GraphNotRewritableException {
        Map<String, OnnxTensor> feed = new HashMap<>();
        try {
            for (String name : session.getInputNames()) {
                feed.put(name, trial.tensor(name));
            }
            try (OrtSession.Result result = session.run(feed)) {
                Map<String, Value> values = new HashMap<>();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    values.put(entry.getKey(), value((OnnxTensor) entry.getValue()));
                }
                return values;
            }
        } catch (OrtException e) {
            throw new GraphNotRewritableException("a part of it does not run apart: " + e.getMessage());
        } finally {
            feed.values().forEach(OnnxTensor::close);
        }
    }

    private static Value value(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        float[] numbers = new float[Math.toIntExact(info.getNumElements())];
        switch (info.type) {
            case INT64 -> {
                var longs = tensor.getLongBuffer();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = longs.get(i);
                }
            }
            case FLOAT -> tensor.getFloatBuffer().get(numbers);
            default -> FloatBuffer.wrap(numbers).put(0, Float.NaN);
        }
        return new Value(info.getShape(), numbers);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("A part of a graph cannot be closed: " + e.getMessage(), e);
        }
    }
}
