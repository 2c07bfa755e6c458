package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code text_model} of a CLIP folder: input_ids, attention_mask → text_embeds [B, E], unit vectors. */
final class TextGraph {
    private static final float EMBEDDING_SCALE = 8; // as in the text tower

    private TextGraph() {}

    static void write(Path file, Parameters parameters, Architecture shape, Matrix words, int wordWidth)
            throws IOException {
        OnnxGraph graph = new OnnxGraph("text");
        TowerNodes nodes = new TowerNodes(graph, parameters, shape.text(wordWidth), "text", false);
        graph.input("input_ids", DataType.INT64, "batch_size", "sequence_length");
        graph.input("attention_mask", DataType.INT64, "batch_size", "sequence_length");
        String table = graph.halves("embed_tokens.weight", words.values(), words.rows(), words.columns());
        String read = graph.node("Gather", List.of(table, "input_ids"), Map.of("axis", 0L));
        String scaled = graph.node("Mul", read, graph.floats("embed_tokens.scale", new float[] {EMBEDDING_SCALE}));
        String x = graph.node("Add", nodes.linear(scaled, "text.inp"), positions(graph, parameters, shape));
        String valid = graph.node(
                "Cast", List.of("attention_mask"), Map.of("to", (long) DataType.FLOAT.getNumber())); // [B, T]
        String one = graph.floats("one", new float[] {1});
        String far = graph.floats("far", new float[] {1e9f});
        String hidden = graph.node("Mul", graph.node("Sub", valid, one), far);
        String mask = graph.node("Unsqueeze", hidden, graph.longs("axes_1_2", 1, 2)); // [B, 1, 1, T]
        String seen = nodes.transform(x, mask);
        String weighed = graph.node("Mul", seen, graph.node("Unsqueeze", valid, graph.longs("axis_2", 2)));
        String axis = graph.longs("axis_1", 1);
        String sum = graph.node("ReduceSum", List.of(weighed, axis), Map.of("keepdims", 0L));
        String count = graph.node("ReduceSum", List.of(valid, axis), Map.of("keepdims", 1L));
        UnitVector.to(graph, "text_embeds", nodes.linear(graph.node("Div", sum, count), "space.text"));
        graph.output("text_embeds", DataType.FLOAT, "batch_size", shape.space());
        graph.write(file);
    }

    /** The first T learned positions. */
    private static String positions(OnnxGraph graph, Parameters parameters, Architecture shape) {
        float[] values = parameters.get("text.pos").toFloatArray();
        String all = graph.floats("text.pos", values, shape.textLength(), shape.width());
        String length = graph.node(
                "Gather", List.of(graph.node("Shape", "input_ids"), graph.longs("second", 1)), Map.of("axis", 0L));
        return graph.node("Slice", all, graph.longs("start", 0), length, graph.longs("axis_0", 0));
    }
}
