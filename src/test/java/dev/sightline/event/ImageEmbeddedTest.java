package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageEmbeddedTest {
    private static final TextGenerated.Model TOWERS = new TextGenerated.Model("clip", "r1");

    // numpy: rng = default_rng(7); v = rng.normal(size=12).astype('f4'); v / norm(v), then astype('<f2')
    private static final float[] VECTOR = {
        0.0005533597432076931f,
        0.1343846619129181f,
        -0.12331539392471313f,
        -0.40061479806900024f,
        -0.20452450215816498f,
        -0.44607222080230713f,
        0.02705438807606697f,
        0.6028687953948975f,
        -0.22140918672084808f,
        -0.2791081368923187f,
        0.22034558653831482f,
        0.1605384349822998f
    };
    private static final float[] HALVED = {
        0.000553131103515625f,
        0.1343994140625f,
        -0.123291015625f,
        -0.400634765625f,
        -0.2044677734375f,
        -0.446044921875f,
        0.0270538330078125f,
        0.60302734375f,
        -0.221435546875f,
        -0.279052734375f,
        0.2203369140625f,
        0.1605224609375f
    };
    private static final String TEXT = "iBBNMOSvabaLsiO37SbTOBazd7QNMyMx";

    @Test
    void carriesTheVectorAsNumpyWritesLittleEndianFloat16() {
        // when
        var event = ImageEmbedded.of("an-image", "ab", TOWERS, VECTOR);

        // then
        assertThat(event.vector()).isEqualTo(TEXT);
        assertThat(event.dimensions()).isEqualTo(12);
        assertThat(event.floats()).containsExactly(HALVED);
    }

    @Test
    void survivesTheWire() throws IOException {
        var event = ImageEmbedded.of("an-image", "ab", TOWERS, VECTOR);

        // when
        var read = Json.mapper().readValue(Json.mapper().writeValueAsBytes(event), ImageEmbedded.class);

        // then
        assertThat(read).isEqualTo(event);
    }

    @Test
    void refusesAVectorOfAnotherLengthThanItsDimensions() {
        var event = new ImageEmbedded("an-image", "ab", TOWERS, 11, TEXT);

        assertThatThrownBy(event::floats).hasMessageContaining("24 bytes").hasMessageContaining("11 dimensions");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0x0",
        "-0.0, 0x8000",
        "1.0, 0x3c00",
        "-1.0, 0xbc00",
        "0.1, 0x2e66",
        "0.33333334, 0x3555",
        "65504, 0x7bff",
        "65519.9, 0x7bff",
        "65520, 0x7c00",
        "1e9, 0x7c00",
        "6.1e-5, 0x3ff",
        "6.0976e-5, 0x3ff",
        "6.103515625e-5, 0x400",
        "5.960464477539063e-08, 0x1",
        "2.9802322387695312e-08, 0x0",
        "2.980232594040899e-08, 0x1",
        "1e-10, 0x0",
        "0.99951, 0x3bff",
        "0.99976, 0x3c00",
        "0.999755859375, 0x3c00",
        "2049, 0x6800",
        "2051, 0x6802",
        "1e-5, 0xa8",
        "-3.1e-6, 0x8034",
        "Infinity, 0x7c00",
        "-Infinity, 0xfc00"
    })
    void roundsToHalfPrecisionAsNumpyDoes(float number, String bits) {
        assertThat(Float16.of(number)).isEqualTo((short) (int) Integer.decode(bits));
    }

    @Test
    void roundsEveryHalfPrecisionNumberToItself() {
        for (var bits = 0; bits < 1 << 16; bits++) {
            var number = Float16.toFloat((short) bits);
            if (!Float.isNaN(number)) {
                assertThat(Float16.of(number)).isEqualTo((short) bits);
            }
        }
    }
}
