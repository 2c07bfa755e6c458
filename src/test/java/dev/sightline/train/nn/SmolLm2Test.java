package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.Ingredients;
import dev.sightline.train.TorchEngine;
import dev.sightline.train.weights.GgufFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kit")
@Tag("train")
class SmolLm2Test {
    @Test
    void givesTheReferencesLogitsAndGreedyContinuations() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(Ingredients.file("smollm2-golden.json").toFile());
        try (NDManager manager = TorchEngine.manager()) {
            GgufFile file = GgufFile.open(Ingredients.languageModel());
            Decoder decoder = Decoder.pretrained(new Parameters(manager, 1), file.config(), file, null);
            for (JsonNode one : golden.required("cases")) {
                // given
                long[] ids = longs(one.required("ids"));
                float[] expected =
                        floats(Ingredients.file(one.required("logits_file").asText()));

                // when
                try (NDManager step = manager.newSubManager()) {
                    DecoderCache cache = new DecoderCache(file.config().layers());
                    float[] logits = lastLogits(decoder, step, ids, 0, cache);

                    // then
                    assertThat(largestDifference(logits, expected)).isLessThan(1e-3f);
                    assertThat(continued(
                                    decoder,
                                    step,
                                    ids.length,
                                    logits,
                                    cache,
                                    one.required("greedy12").size()))
                            .containsExactly(longs(one.required("greedy12")));
                }
            }
        }
    }

    private static float[] lastLogits(Decoder decoder, NDManager step, long[] ids, int past, DecoderCache cache) {
        NDArray x = decoder.embed(step.create(ids).expandDims(0)); // [1, T, D]
        int[][] positions = {IntStream.range(past, past + ids.length).toArray()};
        NDArray hidden = decoder.hidden(x, positions, past > 0 ? null : CausalMask.of(step, ids.length), cache);
        return decoder.logits(hidden.get(":, -1")).toFloatArray();
    }

    private static long[] continued(
            Decoder decoder, NDManager step, int length, float[] logits, DecoderCache cache, int tokens) {
        List<Long> ids = new ArrayList<>();
        float[] next = logits;
        for (int i = 0; i < tokens; i++) {
            long id = largest(next);
            ids.add(id);
            next = lastLogits(decoder, step, new long[] {id}, length + i, cache);
        }
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    private static int largest(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }

    private static float largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static long[] longs(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToLong(i -> array.get(i).asLong())
                .toArray();
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
