package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling and penalties against transformers' own, by src/test/python/sampling_golden.py. */
class SamplingGoldenTest {
    static Stream<JsonNode> draws() throws IOException {
        return cases("draws");
    }

    static Stream<JsonNode> penalties() throws IOException {
        return cases("penalties");
    }

    @ParameterizedTest
    @MethodSource("draws")
    void leavesTheTokensThatTransformersLeavesAsLikelyAsThere(JsonNode golden) {
        // given
        float[] scores = floats(golden.path("scores"));
        Sampling sampling = new Sampling(
                golden.path("temperature").asDouble(),
                golden.path("top_k").asInt(0),
                golden.path("top_p").asDouble(1),
                golden.path("min_p").asDouble(0),
                0);

        // when
        Sampler.Drawn given = new Sampler(sampling).distribution(scores, scores.length);

        // then
        double[] probabilities = new double[scores.length];
        IntStream.range(0, given.ids().length)
                .forEach(i -> probabilities[given.ids()[i]] = given.weights()[i] / given.total());
        double[] expected = new double[scores.length];
        IntStream.range(0, golden.path("ids").size())
                .forEach(i -> expected[golden.path("ids").path(i).asInt()] =
                        golden.path("probabilities").path(i).asDouble());
        assertThat(probabilities).containsExactly(expected, offset(1e-5));
        IntStream.range(0, expected.length)
                .forEach(id -> assertThat(probabilities[id] > 1e-9).isEqualTo(expected[id] > 1e-9));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void changesScoresAsTransformersDoes(JsonNode golden) {
        // given
        float[] scores = floats(golden.path("scores"));
        double[] doubles =
                IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
        int[] ids = StreamSupport.stream(golden.path("ids").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        Penalties penalties = new Penalties(
                golden.path("repetition").asDouble(), golden.path("ngram").asInt());

        // when
        penalties.apply(scores, ids);
        penalties.apply(doubles, ids);

        // then
        for (int i = 0; i < scores.length; i++) {
            JsonNode left = golden.path("left").path(i);
            float expected = left.isNull() ? Float.NEGATIVE_INFINITY : (float) left.asDouble();
            assertThat(scores[i]).isCloseTo(expected, offset(1e-5f));
            assertThat((float) doubles[i]).isCloseTo(expected, offset(1e-5f));
        }
    }

    @Test
    void drawsEachTokenAsOftenAsItsProbabilitySays() throws IOException {
        // given
        float[] scores = {2, 1, 0, -1, 3};
        Sampling sampling = new Sampling(1, 3, 1, 0, 0);
        Sampler.Drawn wanted = new Sampler(sampling).distribution(scores, scores.length);
        int draws = 20_000;
        int[] drawn = new int[scores.length];

        // when
        for (int seed = 0; seed < draws; seed++) {
            drawn[
                    new Sampler(sampling.withSeed(seed))
                            .choose(scores, scores.length, LogProbabilities.argmax(scores, scores.length), 3)]++;
        }

        // then
        for (int i = 0; i < wanted.ids().length; i++) {
            double probability = wanted.weights()[i] / wanted.total();
            double deviation = Math.sqrt(probability * (1 - probability) / draws);
            assertThat(drawn[wanted.ids()[i]] / (double) draws).isCloseTo(probability, offset(4 * deviation));
        }
        assertThat(drawn[2] + drawn[3]).isZero();
    }

    private static Stream<JsonNode> cases(String name) throws IOException {
        try (var in = SamplingGoldenTest.class.getResourceAsStream("/generate/sampling.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).path(name).spliterator(), false);
        }
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.path(i).asDouble();
        }
        return floats;
    }
}
