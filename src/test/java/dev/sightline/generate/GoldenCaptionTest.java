package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The shipped model beside plain onnxruntime over the same files (its golden.json). */
class GoldenCaptionTest {
    private static final double DECISIVE = 0.5;

    @Test
    void writesWhatPlainOnnxRuntimeWritesUntilItsFirstCloseDecision() throws IOException {
        // given
        try (RunningModel running = RunningModel.bundled(EngineConfig.DEFAULT, EngineListener.NONE)) {
            JsonNode golden = new ObjectMapper()
                    .readTree(running.model()
                            .folder()
                            .path()
                            .resolve("golden.json")
                            .toFile());
            Map<JsonNode, CompletableFuture<Generation>> given = new LinkedHashMap<>();

            // when
            for (JsonNode c : golden.path("cases")) {
                String photo = Path.of(c.path("image").asText()).getFileName().toString();
                GenerationRequest request = GenerationRequest.of(
                        running.features(RunningModel.photo(photo)),
                        c.path("prompt").asText(),
                        GenerationConfig.greedy(32));
                assertThat(running.promptIds(request)).containsExactly(ints(c.path("input_ids")));
                given.put(c, running.engine().submit(request));
            }

            // then
            assertThat(given).hasSize(21);
            given.forEach((c, generation) -> assertSameUntilClose(c, generation.join()));
        }
    }

    private static void assertSameUntilClose(JsonNode c, Generation given) {
        int[] wanted = ints(c.path("output_ids"));
        for (int i = 0; i < wanted.length && c.path("margins").path(i).asDouble() >= DECISIVE; i++) {
            assertThat(given.tokenIds().get(i))
                    .as(
                            "%s, %s, step %d",
                            c.path("image").asText(), c.path("prompt").asText(), i)
                    .isEqualTo(wanted[i]);
        }
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.path(i).asInt();
        }
        return values;
    }
}
