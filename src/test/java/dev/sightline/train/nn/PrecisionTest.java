package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.runtime.Processor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    @Test
    void isBfloat16OnlyWhereTheProcessorMultipliesItInTiles() {
        assertThat(Precision.fastest(new Processor(Set.of("avx512f", "amx_bf16"))))
                .isEqualTo(Precision.BF16);
        assertThat(Precision.fastest(new Processor(Set.of("avx512f", "avx512_vnni"))))
                .isEqualTo(Precision.FP32);
    }
}
