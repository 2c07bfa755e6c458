package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.failure.CaptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a JPEG decides whether it is read: its rows, not its end marker. */
class DamagedJpegTest {
    private static final int UNLIMITED = 1_000_000;
    private static final ImageDecoder STRICT = ImageDecoders.of(new TestConfig(UNLIMITED, false));
    private static final ImageDecoder LENIENT = ImageDecoders.of(new TestConfig(UNLIMITED, true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-420.jpg",
                "jpeg-444.jpg",
                "jpeg-411.jpg",
                "jpeg-grey.jpg",
                "jpeg-cmyk.jpg",
                "jpeg-restart.jpg",
                "jpeg-progressive.jpg",
                "jpeg-progressive-444.jpg",
                "jpeg-progressive-restart.jpg"
            })
    void readsAFileThatLacksOnlyItsEndMarker(String name) {
        // given
        byte[] whole = Resources.bytes("images/" + name);
        byte[] endless = Arrays.copyOf(whole, whole.length - 2);
        byte[] halfAnEnd = Arrays.copyOf(whole, whole.length - 1);

        // when
        var decoded = STRICT.decode(endless);

        // then
        assertThat(decoded).isEqualTo(STRICT.decode(whole)).isEqualTo(STRICT.decode(halfAnEnd));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg-420.jpg", "jpeg-grey.jpg", "jpeg-restart.jpg", "jpeg-progressive.jpg"})
    void refusesAFileThatLacksRows(String name) {
        // given
        byte[] whole = Resources.bytes("images/" + name);

        for (int cut = 8; cut < whole.length - 4; cut += 17) {
            byte[] broken = Arrays.copyOf(whole, whole.length - cut);

            // when, then
            assertThatThrownBy(() -> STRICT.decode(broken))
                    .isInstanceOf(CaptionException.class)
                    .hasMessageStartingWith("image_undecodable");
        }
    }

    @Test
    void saysHowManyRowsAreThereAndTheyAreTheWholeFilesRows() {
        // given
        byte[] whole = Resources.bytes("images/tall-baseline.jpg");
        var expected = STRICT.decode(whole).pixels();

        int accepted = 0;
        for (int length = whole.length / 2; length < whole.length; length += 101) {
            byte[] cut = Arrays.copyOf(whole, length);
            double kept;

            // when
            try {
                var decoded = LENIENT.decode(cut);
                kept = decoded.keptRows();
                int rows = (int) Math.round(kept * expected.height());

                // then: the last rows are smoothed towards what is missing
                int same = 3 * expected.width() * (rows - 1);
                assertThat(decoded.pixels().size()).isEqualTo(expected.size());
                assertThat(Arrays.equals(decoded.pixels().rgb(), 0, same, expected.rgb(), 0, same))
                        .as("%d rows of %d", rows, expected.height())
                        .isTrue();
                accepted++;
            } catch (CaptionException e) {
                kept = rowsOf(cut);
                assertThat(kept).isLessThan(0.95);
            }

            // then: rows come in the order of bytes
            assertThat(kept).isBetween((double) length / whole.length - 0.25, (double) length / whole.length + 0.25);
        }
        assertThat(accepted).isPositive();
    }

    @Test
    void acceptsDamageOnlyWhereItIsConfigured() {
        // given
        byte[] whole = Resources.bytes("images/tall-baseline.jpg");
        byte[] nearlyWhole = Arrays.copyOf(whole, whole.length - 40);

        // when
        var decoded = LENIENT.decode(nearlyWhole);

        // then
        assertThat(decoded.complete()).isFalse();
        assertThat(decoded.keptRows()).isBetween(0.95, 0.999);
        assertThatThrownBy(() -> STRICT.decode(nearlyWhole))
                .isInstanceOf(CaptionException.class)
                .hasMessageContaining("of its rows are there");
    }

    @Test
    void refusesAFileWhoseMiddleIsLostThoughItsEndIsThere() {
        // given
        byte[] broken = Resources.bytes("images/tall-baseline.jpg").clone();
        Arrays.fill(broken, broken.length / 3, broken.length * 2 / 3, (byte) 0);

        // when, then
        assertThatThrownBy(() -> LENIENT.decode(broken))
                .isInstanceOf(CaptionException.class)
                .hasMessageStartingWith("image_undecodable");
    }

    @Test
    void ignoresWhatComesBehindTheEnd() {
        // given
        byte[] whole = Resources.bytes("images/jpeg-420.jpg");
        byte[] motionPhoto = Arrays.copyOf(whole, whole.length + 5_000);
        new SplittableRandom(1).nextBytes(motionPhoto);
        System.arraycopy(whole, 0, motionPhoto, 0, whole.length);

        // when
        var decoded = STRICT.decode(motionPhoto);

        // then
        assertThat(decoded).isEqualTo(STRICT.decode(whole));
    }

    private static double rowsOf(byte[] file) {
        try {
            return JpegRows.kept(JpegFile.parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
