package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaImageTest {
    private static final RgbImage RED_AND_BLUE = new RgbImage(2, 1, new byte[] {(byte) 255, 0, 0, 0, 1, (byte) 254});

    @Test
    void keepsRedRed() {
        var java = JavaImage.of(RED_AND_BLUE);

        assertThat(java.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0000);
        assertThat(java.getRGB(1, 0) & 0xffffff).isEqualTo(0x0001fe);
    }

    @Test
    void readsBackWhatItMade() {
        assertThat(JavaImage.read(JavaImage.of(RED_AND_BLUE))).isEqualTo(RED_AND_BLUE);
    }
}
