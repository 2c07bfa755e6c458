package dev.sightline.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
    @Test
    void everyHalfComesBackFromItsFloat() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.of(value) & 0xffff).isEqualTo(bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65520, 7c00",
        "1e-8, 0",
        "6e-8, 1",
        "0.1, 2e66",
        "1.00048828125, 3c00",
        "1.0004884, 3c01"
    })
    void roundsToTheNearestHalf(float value, String bits) {
        assertThat(Integer.toHexString(HalfFloat.of(value) & 0xffff)).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/models/halves.csv")
    void roundsAsNumpyDoesAndCutsWhatIsTooLarge(String single, String half) {
        float value = Float.intBitsToFloat(Integer.parseUnsignedInt(single, 16));

        assertThat(HalfFloat.finite(value) & 0xffff).isEqualTo(Integer.parseInt(half, 16));
    }
}
