package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingLimitsTest {
    private static final float[] SCORES = {-3, 7, 6.9f, 0, -80};

    @ParameterizedTest
    @CsvSource({
        "1e-40, 0, 1, 0",
        "1e-300, 3, 1, 0",
        "4.9e-324, 2, 0.5, 0.1",
        "0.001, 5, 1, 1",
        "1, 1, 1, 0",
        "1, 0, 1e-9, 0"
    })
    void leavesTheLikeliestAloneWhereAParameterIsAtItsLimit(double temperature, int topK, double topP, double minP) {
        for (var step = 0; step < 20; step++) {
            var sampler = new Sampler(new Sampling(temperature, topK, topP, minP, 7));

            assertThat(sampler.choose(SCORES.clone(), SCORES.length, 1, step)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e300", "1e-300", "4.9e-324"})
    void keepsScoresFiniteWhateverTheRepetitionPenalty(double repetition) {
        // given
        var scores = SCORES.clone();

        // when
        new Penalties(repetition, 0).apply(scores, new int[] {0, 1, 2, 4});

        // then
        for (var score : scores) {
            assertThat(score).isFinite();
        }
        var drawn = new Sampler(new Sampling(0.7, 2, 0.9, 0.01, 7)).choose(scores, scores.length, 0, 3);
        assertThat(drawn).isBetween(0, SCORES.length - 1);
    }

    @Test
    void drawsEveryTokenAtTheHighestTemperature() {
        var sampler = new Sampler(new Sampling(100, 0, 1, 0, 7));

        assertThat(IntStream.range(0, 200)
                        .map(step -> sampler.choose(SCORES.clone(), SCORES.length, 1, step))
                        .distinct())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
}
