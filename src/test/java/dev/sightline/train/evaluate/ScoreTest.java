package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static final int IMAGES = 400;
    private static final double NORMAL = 1.96; // deviations that hold 95% of a normal distribution

    private final Random random = new Random(11);

    @Test
    void theIntervalOfAMeanIsTheNormalDistributionsForManyImages() {
        // given
        double[] values = random.doubles(IMAGES).toArray();
        double error = deviation(values) / Math.sqrt(IMAGES);

        // when
        Estimate estimate = Score.mean(values).estimate();

        // then
        assertThat(estimate.value()).isCloseTo(Arrays.stream(values).average().orElseThrow(), Offset.offset(1e-12));
        assertThat(estimate.high() - estimate.value()).isCloseTo(NORMAL * error, Percentage.withPercentage(15));
        assertThat(estimate.value() - estimate.low()).isCloseTo(NORMAL * error, Percentage.withPercentage(15));
    }

    @Test
    void aSmallSteadyDifferenceShowsThoughEachScoreAloneIsUncertain() {
        // given two systems that find the same images hard, one a little better on most
        double[] old = random.doubles(IMAGES).toArray();
        double[] better = Arrays.stream(old)
                .map(value -> value + 0.01 + 0.02 * random.nextGaussian())
                .toArray();

        // when
        Estimate difference = Score.mean(better).minus(Score.mean(old));

        // then
        assertThat(difference.low()).isGreaterThan(0);
        assertThat(Score.mean(better).estimate().low())
                .isLessThan(Score.mean(old).value());
    }

    @Test
    void twoEqualSystemsDifferByNothing() {
        Score score = Score.mean(random.doubles(IMAGES).toArray());

        assertThat(score.minus(score)).isEqualTo(new Estimate(0, 0, 0));
    }

    @Test
    void aRatioWeighsAnImageByItsTries() {
        Score score = Score.ratio(new double[] {1, 0}, new double[] {3, 1});

        assertThat(score.value()).isEqualTo(0.25);
    }

    @Test
    void unlikeNumbersOfImagesMakeNoPairs() {
        Score one = Score.mean(new double[] {1});
        Score two = Score.mean(new double[] {1, 2});

        assertThatThrownBy(() -> one.minus(two)).hasMessage("1 and 2 images make no pairs");
        assertThatThrownBy(() -> Score.mean(new double[0])).hasMessage("no image to score");
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }
}
