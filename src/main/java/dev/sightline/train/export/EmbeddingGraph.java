package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The token embedding as {@code embed_tokens}: input_ids [B, T] → inputs_embeds [B, T, D]. */
final class EmbeddingGraph {
    private EmbeddingGraph() {}

    static void writeFull(Path file, Matrix table) throws IOException {
        OnnxGraph graph = begun();
        String rows = graph.floats("embed_tokens.weight", table.values(), table.rows(), table.columns());
        graph.nodeTo("inputs_embeds", "Gather", "", List.of(rows, "input_ids"), Map.of("axis", 0L));
        end(graph, table, file);
    }

    /** As signed bytes under a scale a row, stretched back after the look-up. */
    static void writeBytes(Path file, Matrix table) throws IOException {
        int columns = table.columns();
        byte[] bytes = new byte[table.values().length];
        float[] scales = new float[table.rows()];
        for (int row = 0; row < table.rows(); row++) {
            float largest = 1e-12f;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                largest = Math.max(largest, Math.abs(table.values()[i]));
            }
            scales[row] = largest / 127;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                bytes[i] = (byte) Math.round(table.values()[i] / scales[row]);
            }
        }
        OnnxGraph graph = begun();
        String weight = graph.constant("embed_tokens.weight_q8", DataType.INT8, bytes, table.rows(), columns);
        String scale = graph.floats("embed_tokens.scales", scales, table.rows(), 1);
        String row = graph.node("Gather", List.of(weight, "input_ids"), Map.of("axis", 0L));
        String floats = graph.node("Cast", List.of(row), Map.of("to", (long) DataType.FLOAT.getNumber()));
        String size = graph.node("Gather", List.of(scale, "input_ids"), Map.of("axis", 0L));
        graph.nodeTo("inputs_embeds", "Mul", "", List.of(floats, size), Map.of());
        end(graph, table, file);
    }

    private static OnnxGraph begun() {
        OnnxGraph graph = new OnnxGraph("embed_tokens");
        graph.input("input_ids", DataType.INT64, "batch_size", "sequence_length");
        return graph;
    }

    private static void end(OnnxGraph graph, Matrix table, Path file) throws IOException {
        graph.output("inputs_embeds", DataType.FLOAT, "batch_size", "sequence_length", table.columns());
        graph.write(file);
    }
}
