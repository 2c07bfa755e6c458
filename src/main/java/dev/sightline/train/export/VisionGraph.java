package dev.sightline.train.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.nn.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures to what the ViT gives of them: the stem's graph or cut patches, then the tower's nodes. */
final class VisionGraph {
    private final OnnxGraph graph;
    private final TowerNodes nodes;
    private final String patches;
    private final Architecture shape;

    private VisionGraph(OnnxGraph graph, Parameters parameters, Architecture shape, String patches, boolean halved) {
        this.graph = graph;
        this.nodes = new TowerNodes(graph, parameters, shape.vision(), "vision", halved);
        this.patches = patches;
        this.shape = shape;
    }

    /** Begins with the stem, or with the pixels where there is none. */
    static VisionGraph begin(Parameters parameters, Architecture shape, @Nullable Path stem, boolean halved)
            throws IOException {
        if (stem == null) {
            OnnxGraph graph = new OnnxGraph("vision");
            return new VisionGraph(graph, parameters, shape, cut(graph, shape), halved);
        }
        GraphProto begun;
        try (InputStream in = Files.newInputStream(stem)) {
            begun = ModelProto.parseFrom(in).getGraph();
        }
        OnnxGraph graph = OnnxGraph.after(begun);
        String map = begun.getOutput(0).getName(); // [B, C, h, w]
        String cells = graph.node("Reshape", map, graph.longs("vision.cells", 0, shape.patchWidth(), shape.patches()));
        String patches = graph.node("Transpose", List.of(cells), Map.of("perm", new long[] {0, 2, 1}));
        return new VisionGraph(graph, parameters, shape, patches, halved);
    }

    private static String cut(OnnxGraph graph, Architecture shape) {
        long grid = shape.grid();
        long side = Math.round(Math.sqrt(shape.patchWidth() / 3.0));
        graph.input("pixel_values", DataType.FLOAT, "batch_size", 3, grid * side, grid * side);
        String squares = graph.node("Reshape", "pixel_values", graph.longs("vision.cut", 0, 3, grid, side, grid, side));
        String ordered = graph.node("Transpose", List.of(squares), Map.of("perm", new long[] {0, 2, 4, 1, 3, 5}));
        return graph.node("Reshape", ordered, graph.longs("vision.flat", 0, grid * grid, 3 * side * side));
    }

    private String tokens() {
        String embedded = nodes.linear(patches, "vision.inp");
        float[] position = nodes.parameters().get("vision.pos").toFloatArray();
        String placed =
                graph.node("Add", embedded, graph.floats("vision.pos", position, shape.patches(), shape.width()));
        return nodes.transform(placed, "");
    }

    /** {@code vision_encoder}: pixel_values → image_features [B, S, word]. */
    void writeEncoder(Path file, int wordWidth) throws IOException {
        long half = shape.grid() / 2;
        String squares =
                graph.node("Reshape", tokens(), graph.longs("vision.squares", 0, half, 2, half, 2, shape.width()));
        String ordered = graph.node("Transpose", List.of(squares), Map.of("perm", new long[] {0, 1, 3, 2, 4, 5}));
        String folded = graph.node(
                "Reshape", ordered, graph.longs("vision.folded", 0, shape.imageTokens(), 4L * shape.width()));
        String projected = nodes.linear(nodes.gelu(nodes.linear(folded, "vision.p1")), "vision.p2");
        String square = graph.node("Mul", projected, projected);
        String mean = graph.node("ReduceMean", List.of(square), Map.of("axes", new long[] {-1}, "keepdims", 1L));
        String size = graph.node("Sqrt", graph.node("Add", mean, graph.floats("vision.epsilon", new float[] {1e-6f})));
        String normed = graph.node("Div", projected, size);
        graph.nodeTo("image_features", "Mul", "", List.of(normed, nodes.vector("vision.gain")), Map.of());
        graph.output("image_features", DataType.FLOAT, "batch_size", shape.imageTokens(), wordWidth);
        graph.write(file);
    }

    /** {@code vision_model} of a CLIP folder: pixel_values → image_embeds [B, E], unit vectors. */
    void writeTower(Path file) throws IOException {
        String pooled = graph.node("ReduceMean", List.of(tokens()), Map.of("axes", new long[] {1}, "keepdims", 0L));
        UnitVector.to(graph, "image_embeds", nodes.linear(pooled, "space.image"));
        graph.output("image_embeds", DataType.FLOAT, "batch_size", shape.space());
        graph.write(file);
    }
}
