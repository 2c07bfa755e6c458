package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.sightline.model.TinyModel;
import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decoder that onnxruntime's {@code quantize_dynamic} made, the only one of its folder. */
class DynamicEngineTest {
    private static final GenerationConfig CONFIG = GenerationConfig.greedy(12).withLogprobs(1);
    private static final List<String> OTHERS = List.of(
            "What is in this photo?",
            "Is there a cat, and what else do you see?",
            "Why?",
            "Describe the colours of this photo in one sentence.",
            "Write alt text for this image.",
            "Who is it?",
            "Describe this photo in detail.");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheTinyModelWithItsQuantisedDecoderAlone() throws IOException {
        TinyModel.copyTo(folder);
        Files.delete(folder.resolve("onnx/decoder_model_merged.onnx"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesATextThatDoesNotDependOnSevenOthers(boolean slots) throws IOException {
        // given
        try (RunningModel running = slots
                ? new RunningModel(folder, Precision.AUTO, EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE)
                : RunningModel.asFiled(
                        folder, Precision.AUTO, EngineConfig.DEFAULT.withSlots(8), EngineListener.NONE)) {
            GenerationRequest request = request(running, "Describe this photo.");
            Generation alone = running.engine().submit(request).join();

            // when
            List<CompletableFuture<Generation>> together = new ArrayList<>();
            for (String prompt : OTHERS) {
                together.add(running.engine().submit(request(running, prompt)));
            }
            Generation amongOthers = running.engine().submit(request).join();
            together.forEach(CompletableFuture::join);

            // then
            assertThat(running.model().decoder().inPlace()).isEqualTo(slots);
            assertThat(amongOthers.tokenIds()).isEqualTo(alone.tokenIds());
            assertThat(amongOthers.meanLogprob()).isEqualTo(alone.meanLogprob());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runsRequestsOneByOneWhereSomethingElseIsScaledOverTheBatch(boolean slots) throws IOException {
        // given
        scaleOverTheBatch(folder.resolve("onnx/decoder_model_merged_quantized.onnx"));
        EngineConfig config = EngineConfig.DEFAULT.withSlots(8);
        List<Integer> rows = Collections.synchronizedList(new ArrayList<>());
        EngineListener listener = new EngineListener() {
            @Override
            public void decoded(int count, Duration time) {
                rows.add(count);
            }
        };
        try (RunningModel running = slots
                ? new RunningModel(folder, Precision.AUTO, config, listener)
                : RunningModel.asFiled(folder, Precision.AUTO, config, listener)) {
            GenerationRequest request = request(running, "Describe this photo.");
            Generation alone = running.engine().submit(request).join();

            // when
            List<CompletableFuture<Generation>> together = new ArrayList<>();
            for (String prompt : OTHERS) {
                together.add(running.engine().submit(request(running, prompt)));
            }
            Generation amongOthers = running.engine().submit(request).join();
            together.forEach(CompletableFuture::join);

            // then
            assertThat(running.model().decoder().batchPartners().alone()).isTrue();
            assertThat(running.model().decoder().batchPartners().reason()).contains("DynamicQuantizeLinear");
            assertThat(amongOthers.tokenIds()).isEqualTo(alone.tokenIds());
            assertThat(amongOthers.meanLogprob()).isEqualTo(alone.meanLogprob());
            assertThat(rows).containsOnly(1);
        }
    }

    @Test
    void scoresTokensLikeOnnxRuntimesOwnKernelsDo() throws IOException {
        // when
        Generation converted = first(Precision.AUTO, "take a scale a row");
        Generation asTheyAre = first(Precision.INT8_DYNAMIC, "int8-dynamic was asked for");

        // then
        assertThat(converted.tokenIds()).isEqualTo(asTheyAre.tokenIds());
        assertThat(converted.meanLogprob()).isCloseTo(asTheyAre.meanLogprob(), within(0.1));
    }

    /** Lets the first normalised states be rounded by one scale for all rows, which no product does. */
    private static void scaleOverTheBatch(Path file) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        var graph = model.getGraphBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOpType().equals("ReduceMean")) {
                String states = graph.getNode(i).getInput(0);
                graph.getNodeBuilder(i).setInput(0, "rounded.states");
                graph.addNode(
                        i,
                        node(
                                "DequantizeLinear",
                                List.of("rounded", "rounded.scale", "rounded.zero"),
                                List.of("rounded.states")));
                graph.addNode(
                        i,
                        node(
                                "DynamicQuantizeLinear",
                                List.of(states),
                                List.of("rounded", "rounded.scale", "rounded.zero")));
                break;
            }
        }
        Files.write(file, model.build().toByteArray());
    }

    private static NodeProto node(String operator, List<String> inputs, List<String> outputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(outputs.get(0))
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .build();
    }

    private Generation first(Precision precision, String reason) throws IOException {
        try (RunningModel running =
                new RunningModel(folder, precision, EngineConfig.DEFAULT.withSlots(1), EngineListener.NONE)) {
            assertThat(running.model().decoder().batchPartners().reason()).contains(reason);
            GenerationConfig config = GenerationConfig.greedy(1).withLogprobs(1);
            return running.engine()
                    .submit(GenerationRequest.of(
                            running.features(RunningModel.photo("chelsea.jpg")), "Describe this photo.", config))
                    .join();
        }
    }

    private static GenerationRequest request(RunningModel running, String prompt) throws IOException {
        return GenerationRequest.of(running.features(RunningModel.photo("chelsea.jpg")), prompt, CONFIG);
    }
}
