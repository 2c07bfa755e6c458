package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The goldens are Pillow's; {@code resize_goldens.py} beside them made them. */
class ResizerTest {
    @Test
    void resizesAsPillowDoesByteForByte() throws NoSuchAlgorithmException {
        // given
        var goldens = Resources.json("resize.json");
        assertThat(goldens).hasSize(7 * 8 * 6);

        for (var golden : goldens) {
            // when
            var resized = Resizer.resize(
                    picture(size(golden.get("from"))),
                    size(golden.get("to")),
                    Resample.ofCode(golden.get("resample").intValue()));

            // then
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(resized.rgb())))
                    .as(golden.toString())
                    .isEqualTo(golden.get("sha256").asText());
        }
    }

    @Test
    void leavesAPictureOfTheRightSizeAsItIs() {
        // given
        var image = picture(new ImageSize(9, 4));

        // when
        var resized = Resizer.resize(image, new ImageSize(9, 4), Resample.LANCZOS);

        // then
        assertThat(resized).isSameAs(image);
    }

    private static ImageSize size(JsonNode pair) {
        return new ImageSize(pair.get(0).intValue(), pair.get(1).intValue());
    }

    /** The same pseudo-random bytes as in the script. */
    private static RgbImage picture(ImageSize size) {
        int state = size.width() * 31 + size.height();
        var rgb = new byte[(int) (3 * size.pixels())];
        for (int i = 0; i < rgb.length; i++) {
            state = state * 1103515245 + 12345 & 0x7fffffff;
            rgb[i] = (byte) (state >> 16);
        }
        return new RgbImage(size.width(), size.height(), rgb);
    }
}
