package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotSizesTest {
    private static final long LIMIT = 512L << 20;

    @ParameterizedTest
    @CsvSource({
        "46080, 160, 2048", // 30 layers, 3 heads of 64
        "524288, 720, 4096", // 32 layers, 32 heads of 128
        "28672, 1424, 32768", // 28 layers, 2 heads of 128, halves
        "983040, 1281, 8192",
        "73728, 144, 1024",
        "40000000, 160, 2048"
    })
    void keepsWithinTheMemoryWhateverAModelsShape(long bytesPerToken, int usual, int context) {
        // when
        SlotSizes sizes = SlotSizes.of(bytesPerToken, LIMIT, 32, usual, context);

        // then
        assertThat(sizes.tokens() * bytesPerToken).isLessThanOrEqualTo(LIMIT);
        assertThat(sizes.mostTokens()).isPositive().isLessThanOrEqualTo(context);
        assertThat(sizes.slots()).isBetween(1, 32);
    }

    @Test
    void hasShortSlotsAndOneThatIsAsLongAsTheModelReads() {
        assertThat(SlotSizes.of(46_080, LIMIT, 32, 160, 2048)).isEqualTo(new SlotSizes(32, 160, 2048));
    }

    @Test
    void givesAllMemoryToOneSlotWhereNotTwoUsualTextsFit() {
        assertThat(SlotSizes.of(524_288, LIMIT, 32, 720, 4096)).isEqualTo(new SlotSizes(1, 1024, 0));
    }

    @Test
    void keepsAThirdForALongTextWhereSlotsWouldTakeEverything() {
        // when
        SlotSizes sizes = SlotSizes.of(131_072, LIMIT, 32, 720, 4096);

        // then
        assertThat(sizes.longTokens()).isGreaterThanOrEqualTo(4096 / 3);
        assertThat(sizes.slots()).isGreaterThan(1);
    }

    @Test
    void hasNoLongSlotWhereShortOnesHoldAllThatTheModelReads() {
        assertThat(SlotSizes.of(46_080, LIMIT, 32, 160, 128)).isEqualTo(new SlotSizes(32, 128, 0));
    }
}
