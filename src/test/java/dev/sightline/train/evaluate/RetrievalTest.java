package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    private Map<String, Score> recall = Map.of();

    @Test
    void countsTheBestOfAnImagesCaptionsAndEachCaptionsImage() {
        // given three images, of which the first has two captions
        float[][] similarity = {
            {0.1f, 0.9f, 0.2f, 0.3f}, // its second caption comes first
            {0.8f, 0.1f, 0.5f, 0.1f}, // its caption comes second
            {0.2f, 0.2f, 0.6f, 0.7f} // its caption comes first
        };

        // when
        recall = Retrieval.recall(similarity, new int[] {0, 0, 1, 2});

        // then
        assertThat(value("image to text R@1")).isEqualTo(2 / 3.0);
        assertThat(value("image to text R@5")).isEqualTo(1);
        assertThat(value("text to image R@1")).isEqualTo(0.5); // captions two and four
    }

    @Test
    void towersThatTellNothingApartOrGiveNoNumbersFindNothing() {
        for (float same : new float[] {0.5f, Float.NaN}) {
            float[][] similarity = new float[20][20];
            for (float[] row : similarity) {
                Arrays.fill(row, same);
            }

            recall = Retrieval.recall(similarity, IntStream.range(0, 20).toArray());

            assertThat(value("image to text R@1")).isLessThanOrEqualTo(1 / 20.0);
            assertThat(value("text to image R@10")).isLessThanOrEqualTo(10 / 20.0);
        }
    }

    @Test
    void likensUnitVectors() {
        float[][] images = {{1, 0}, {0, 1}};
        float[][] texts = {{0, 1}, {0.6f, 0.8f}};

        assertThat(Retrieval.similarity(images, texts)).isDeepEqualTo(new float[][] {{0, 0.6f}, {1, 0.8f}});
    }

    private double value(String name) {
        return Objects.requireNonNull(recall.get(name)).value();
    }
}
