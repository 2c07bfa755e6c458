package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogProbabilitiesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 1083, 49152})
    void addsExponentialsAsTheLibraryDoes(int count) {
        // given
        Random random = new Random(count);
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = (float) (8 * random.nextGaussian() + 5);
        }
        scores[count / 2] = Float.NEGATIVE_INFINITY;
        scores[0] = 30;
        double exact = 0;
        for (float score : scores) {
            exact += Math.exp(score);
        }

        // when
        double given = LogProbabilities.logSumExp(scores, count, scores[LogProbabilities.argmax(scores, count)]);

        // then
        assertThat(given).isCloseTo(Math.log(exact), offset(1e-6));
    }
}
