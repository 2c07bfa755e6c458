package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.preprocess.RgbImage;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void aLossySaveKeepsThePictureAndLosesMoreAtLowerQuality(String format) {
        BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 64 * 48; i++) {
            picture.setRGB(i % 64, i / 64, (i % 64 * 4) << 16 | (i / 64 * 5) << 8 | (i * 7919 % 64));
        }

        double fine = distance(picture, Augmentation.saved(picture, format, 0.95f));
        double coarse = distance(picture, Augmentation.saved(picture, format, 0.05f));

        assertThat(fine).isPositive().isLessThan(coarse);
        assertThat(coarse).isLessThan(40);
    }

    /** The mean difference of green, 0 to 255. */
    private static double distance(BufferedImage a, BufferedImage b) {
        assertThat(b.getWidth()).isEqualTo(a.getWidth());
        double sum = 0;
        for (int i = 0; i < 64 * 48; i++) {
            int left = a.getRGB(i % 64, i / 64) >> 8 & 0xff;
            int right = b.getRGB(i % 64, i / 64) >> 8 & 0xff;
            sum += Math.abs(left - right);
        }
        return sum / (64 * 48);
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
