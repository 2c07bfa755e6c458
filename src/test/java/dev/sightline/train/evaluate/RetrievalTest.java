package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetrievalTest {
    @Test
    void countsTheBestOfAnImagesCaptionsAndEachCaptionsImage() {
        // given three images, of which the first has two captions
        float[][] similarity = {
            {0.1f, 0.9f, 0.2f, 0.3f}, // its second caption comes first
            {0.8f, 0.1f, 0.5f, 0.1f}, // its caption comes second
            {0.2f, 0.2f, 0.6f, 0.7f} // its caption comes first
        };

        // when
        var recall = Retrieval.recall(similarity, new int[] {0, 0, 1, 2});

        // then
        assertThat(recall.get("image to text R@1")).isEqualTo(2 / 3.0);
        assertThat(recall.get("image to text R@5")).isEqualTo(1);
        assertThat(recall.get("text to image R@1")).isEqualTo(0.5); // captions two and four
    }
}
