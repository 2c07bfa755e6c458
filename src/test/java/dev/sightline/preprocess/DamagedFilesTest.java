package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.failure.CaptionException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated files of the other types: refused, but where damage is accepted and nearly all rows are there. */
class DamagedFilesTest {
    private static final ImageDecoder STRICT = ImageDecoders.of(new TestConfig(1_000_000, false));
    private static final ImageDecoder LENIENT = ImageDecoders.of(new TestConfig(1_000_000, true));

    @ParameterizedTest
    @CsvSource({"png-rgba.png, 150", "png-rgb16.png, 80", "gif-plain.gif, 12"})
    void acceptsSlightDamageWhereItIsConfigured(String name, int lost) {
        // given
        byte[] whole = Resources.bytes("images/" + name);
        byte[] cut = Arrays.copyOf(whole, whole.length - lost);

        // when
        var decoded = LENIENT.decode(cut);

        // then
        var expected = STRICT.decode(whole).pixels();
        int rows = (int) Math.round(decoded.keptRows() * expected.height());
        int same = 3 * expected.width() * (rows - 1);
        assertThat(decoded.keptRows()).isBetween(0.95, 0.999);
        assertThat(Arrays.equals(decoded.pixels().rgb(), 0, same, expected.rgb(), 0, same))
                .isTrue();
        assertThatThrownBy(() -> STRICT.decode(cut))
                .isInstanceOf(CaptionException.class)
                .hasMessageStartingWith("image_undecodable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "png-rgba.png", "png-interlaced.png", "png-palette4.png", "gif-plain.gif", "gif-interlaced.gif",
                        "webp-lossy.webp",
                "webp-lossless.webp", "bmp-24.bmp", "tiff-raw.tiff", "tiff-lzw.tiff", "heic.heic", "avif.avif"
            })
    void refusesHalfAFile(String name) {
        // given
        byte[] whole = Resources.bytes("images/" + name);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        // when, then
        assertThatThrownBy(() -> LENIENT.decode(half)).isInstanceOf(CaptionException.class);
    }

    @ParameterizedTest
    @CsvSource({"png-rgba.png, 12", "gif-plain.gif, 1"})
    void readsAFileThatLacksOnlyItsEnd(String name, int lost) {
        // given
        byte[] whole = Resources.bytes("images/" + name);

        // when
        var decoded = STRICT.decode(Arrays.copyOf(whole, whole.length - lost));

        // then
        assertThat(decoded).isEqualTo(STRICT.decode(whole));
    }
}
