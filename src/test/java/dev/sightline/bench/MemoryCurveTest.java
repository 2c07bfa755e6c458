package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCurveTest {
    private static final long MEGABYTE = 1_000_000;

    @Test
    void isFlatWhereMemoryOnlyFillsAtFirst() {
        var verdict = curve(images -> MEGABYTE * (images < 2000 ? 400 + images / 10 : 600))
                .verdict();

        assertThat(verdict.flat()).isTrue();
        assertThat(verdict.bytesAThousandImages()).isCloseTo(0, within(1e-6));
        assertThat(verdict.mostResidentBytes()).isEqualTo(600 * MEGABYTE);
        assertThat(verdict.images()).isEqualTo(5000);
    }

    @Test
    void isNotFlatWhereAThousandImagesLeaveTenMegabytes() {
        var verdict = curve(images -> 600 * MEGABYTE + 10_000L * images).verdict();

        assertThat(verdict.flat()).isFalse();
        assertThat(verdict.bytesAThousandImages()).isCloseTo(10 * MEGABYTE, within(1.0));
        assertThat(verdict.growth()).isCloseTo(50.0 / 675, within(1e-9));
    }

    @Test
    void needsSeveralLooks() {
        var curve = new MemoryCurve(curve(images -> MEGABYTE).points().subList(0, 2));

        assertThatThrownBy(curve::verdict)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more often");
    }

    private static MemoryCurve curve(IntToLongFunction bytes) {
        return new MemoryCurve(IntStream.rangeClosed(1, 20)
                .map(look -> 500 * look)
                .mapToObj(images -> new MemoryCurve.Point(images, images / 30.0, bytes.applyAsLong(images), 0, 0))
                .toList());
    }
}
