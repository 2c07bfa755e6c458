package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.preprocess.RgbImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private final RgbImage photo = noise(60, 40);

    @Test
    void theSameSeedGivesTheSameView() {
        assertThat(Augmentation.DEFAULT.view(photo, true, 5)).isEqualTo(Augmentation.DEFAULT.view(photo, true, 5));
        assertThat(Augmentation.DEFAULT.view(photo, true, 5)).isNotEqualTo(Augmentation.DEFAULT.view(photo, true, 6));
    }

    @Test
    void aMirrorSwapsLeftAndRight() {
        RgbImage mirrored = Augmentation.mirrored(photo);

        assertThat(mirrored.pixel(0, 7)).isEqualTo(photo.pixel(59, 7));
        assertThat(Augmentation.mirrored(mirrored)).isEqualTo(photo);
    }

    @Test
    void whatHasALeftAndARightIsNeverMirrored() {
        Augmentation crops = new Augmentation(0.999, 0, 0);
        RgbImage gradient = gradient(50);

        for (int seed = 0; seed < 20; seed++) {
            RgbImage view = crops.view(gradient, false, seed);
            assertThat(view.pixel(0, 0)).isLessThan(view.pixel(view.width() - 1, 0));
        }
    }

    private static RgbImage gradient(int side) {
        byte[] rgb = new byte[3 * side * side];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % side * 2);
        }
        return new RgbImage(side, side, rgb);
    }

    private static RgbImage noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(1).nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }
}
