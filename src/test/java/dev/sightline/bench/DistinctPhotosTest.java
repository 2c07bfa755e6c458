package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Sha256;
import dev.sightline.preprocess.RgbImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistinctPhotosTest {
    private final DistinctPhotos photos = new DistinctPhotos(List.of(noise(224, 160), noise(160, 224)));

    @Test
    void areAllDifferentFiles() {
        var files =
                IntStream.range(0, 300).mapToObj(photos::jpeg).map(Sha256::of).toList();

        assertThat(files).doesNotHaveDuplicates();
    }

    @Test
    void areTheSameForTheSameNumber() {
        assertThat(photos.jpeg(7)).isEqualTo(photos.jpeg(7));
    }

    private static RgbImage noise(int width, int height) {
        var rgb = new byte[3 * width * height];
        new SplittableRandom(width).nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }
}
