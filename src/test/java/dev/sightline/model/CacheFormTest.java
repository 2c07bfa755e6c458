package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.graph.AttentionScale;
import dev.sightline.model.graph.CachedAttention;
import dev.sightline.model.graph.GraphNotRewritableException;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.OnnxNodes;
import dev.sightline.model.graph.SlotAttention;
import dev.sightline.model.runtime.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheFormTest {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();
    private static final String DECODER = "onnx/decoder_model_merged.onnx";

    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        TinyModel.copyTo(folder);
    }

    @Test
    void keepsTextsInSlotsWhereTheAttentionCanBeRewritten() {
        // when
        CacheForm form = form();

        // then
        assertThat(form.inPlace()).isTrue();
        assertThat(form.reason()).contains("rewritten to GroupQueryAttention");
    }

    @Test
    void feedsPositionsThatTheGraphCountedFromTheWidthOfThePast() throws IOException {
        // given
        change(graph -> {
            graph.put(OnnxNodes.longs("at.one", new long[] {1}, 1));
            graph.put(OnnxNodes.longs("at.two", new long[] {2}, 1));
            graph.put(OnnxNodes.longs("at.three", new long[] {3}, 1));
            graph.put(OnnxNodes.longs("at.end", new long[] {Long.MAX_VALUE}, 1));
            countPositions(
                    graph,
                    List.of(
                            OnnxNodes.node("CumSum", "at.counted", List.of("attention_mask", "at.one")),
                            OnnxNodes.node("Sub", "at.places", List.of("at.counted", "at.one")),
                            OnnxNodes.node("Shape", "at.shape", List.of("past_key_values.0.key")),
                            OnnxNodes.node("Slice", "at.past", List.of("at.shape", "at.two", "at.three")),
                            OnnxNodes.node(
                                    "Slice", "position_ids", List.of("at.places", "at.past", "at.end", "at.one"))));
        });

        // when
        CacheForm form = form();

        // then
        assertThat(form.reason()).contains("rewritten to GroupQueryAttention");
    }

    private static void countPositions(OnnxGraph graph, List<NodeProto> nodes) {
        List<NodeProto> first = new ArrayList<>(nodes);
        graph.rewrite(node -> {
            List<NodeProto> all = new ArrayList<>(first);
            first.clear();
            all.add(node);
            return all;
        });
        graph.drop("position_ids");
    }

    @Test
    void leavesAGraphAsItIsWhoseMaskIsAWindow() throws IOException {
        // given
        change(graph -> {
            graph.put(OnnxNodes.longs("window.size", new long[] {900}));
            replace(graph, "LessOrEqual", node -> {
                String newest = node.getInput(0);
                return List.of(
                        node.toBuilder().setOutput(0, "window.causal").build(),
                        OnnxNodes.node("Add", "window.end", List.of(newest, "window.size")),
                        OnnxNodes.node("Greater", "window.near", List.of("window.end", node.getInput(1))),
                        OnnxNodes.node("And", node.getOutput(0), List.of("window.causal", "window.near")));
            });
        });

        // when
        CacheForm form = form();

        // then
        assertThat(form.inPlace()).isFalse();
        assertThat(form.reason()).contains("in cohorts").contains("should see");
    }

    @Test
    void leavesAGraphAsItIsWhoseScoresAreCapped() throws IOException {
        // given
        change(graph -> replace(
                graph,
                "Softmax",
                node -> List.of(
                        OnnxNodes.node("Tanh", node.getOutput(0) + ".capped", List.of(node.getInput(0))),
                        node.toBuilder()
                                .setInput(0, node.getOutput(0) + ".capped")
                                .build())));

        // when
        CacheForm form = form();

        // then
        assertThat(form.inPlace()).isFalse();
        assertThat(form.reason()).contains("layer 0 does more to its scores");
    }

    @Test
    void leavesAGraphAsItIsWhoseHeadsAreSharedInAnotherOrder() throws IOException {
        // given: four query heads on two of keys, 0 1 0 1 instead of 0 0 1 1
        change(graph -> {
            graph.put(OnnxNodes.longs("order", new long[] {0, 2, 1, 3}, 4));
            graph.rewrite(node -> node.getOpType().equals("MatMul") && queries(graph, node)
                    ? List.of(
                            OnnxNodes.node(
                                    "Gather",
                                    node.getOutput(0) + ".order",
                                    List.of(node.getInput(1), "order"),
                                    OnnxNodes.integer("axis", 1)),
                            node.toBuilder()
                                    .setInput(1, node.getOutput(0) + ".order")
                                    .build())
                    : List.of(node));
        });

        // when
        CacheForm form = form();

        // then
        assertThat(form.inPlace()).isFalse();
        assertThat(form.reason()).contains("are not multiplied by");
    }

    @Test
    void seesInAProbeThatScoresAreScaledByAnotherNumber() throws GraphNotRewritableException {
        // given
        Path file = folder.resolve(DECODER);
        try (OnnxGraph graph = OnnxGraph.read(file);
                TokenEmbedding embedding = new TokenEmbedding(folder.resolve("onnx/embed_tokens.onnx"))) {
            List<CachedAttention> layers = CachedAttention.all(graph);
            AttentionScale scale = AttentionScale.of(graph, layers, 64);
            OnnxGraph other = graph.copy();
            List<Float> scales =
                    scale.scales().stream().map(number -> number * 1.2f).toList();
            SlotAttention.rewrite(other, layers, new AttentionScale(scale.heads(), scales));

            // when
            float difference = RewritingProbe.difference(graph, other, probed -> new DecoderOrigin(
                            file, embedding, false, Device.CPU)
                    .open(new CacheForm.Chosen(new CacheForm(probed.uses("GroupQueryAttention"), "probed"), probed)));

            // then
            assertThat(difference).isGreaterThan(RewritingProbe.TOLERANCE);
        }
    }

    private static boolean queries(OnnxGraph graph, NodeProto product) {
        return graph.consumers(product.getOutput(0)).stream()
                .anyMatch(node -> graph.consumers(node.getOutput(0)).stream()
                                .flatMap(next -> graph.consumers(next.getOutput(0)).stream())
                                .anyMatch(last -> last.getOpType().equals("Softmax"))
                        || node.getOpType().equals("Softmax"));
    }

    private interface Replacement {
        List<NodeProto> of(NodeProto node);
    }

    private static void replace(OnnxGraph graph, String operator, Replacement replacement) {
        graph.rewrite(node -> node.getOpType().equals(operator) ? replacement.of(node) : List.of(node));
    }

    private void change(Consumer<OnnxGraph> change) throws IOException {
        Path file = folder.resolve(DECODER);
        Path original = Files.move(file, folder.resolve("onnx/original.onnx"));
        try (OnnxGraph graph = OnnxGraph.read(original)) {
            change.accept(graph);
            // the weights stay in the original, told from the root: from here the way up leads there
            Files.write(file, rooted(graph.toBytes()));
        }
    }

    private byte[] rooted(byte[] model) throws IOException {
        Path root = folder.resolve("onnx").toAbsolutePath();
        String up = root.relativize(root.getRoot()).toString();
        var read = ModelProto.parseFrom(model).toBuilder();
        for (TensorProto.Builder weight : read.getGraphBuilder().getInitializerBuilderList()) {
            weight.getExternalDataBuilderList().stream()
                    .filter(entry -> entry.getKey().equals("location"))
                    .forEach(entry -> entry.setValue(up + "/" + entry.getValue()));
        }
        return read.build().toByteArray();
    }

    private CacheForm form() {
        try (VisionLanguageModel model = VisionLanguageModel.load(ModelFolder.open(folder), Precision.FP32)) {
            return model.decoder().cacheForm();
        }
    }

    @Tag("kit")
    @ParameterizedTest
    @ValueSource(strings = {"llava", "smolvlm", "vit-gpt2", "qwen2-vl"})
    void keepsTextsOfEveryFamilyInSlots(String family) {
        // given
        Path kit = HOME.resolveSibling("shared").resolve("conformance/models").resolve(family);

        // when
        try (VisionLanguageModel model = VisionLanguageModel.load(ModelFolder.open(kit), Precision.FP32)) {
            // then
            assertThat(model.decoder().cacheForm().reason()).startsWith("in slots: its attention was rewritten");
        }
    }
}
