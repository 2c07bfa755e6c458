package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowCopiesTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesEveryTargetWhatItsSourceHeldBefore(int seed) {
        // given
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(8);
        int[] targets = IntStream.range(0, rows).toArray();
        int[] sources = IntStream.range(0, rows).map(i -> random.nextInt(rows)).toArray();
        int[] memory = IntStream.rangeClosed(0, rows).map(i -> 100 + i).toArray();

        // when
        RowCopies.plan(sources, targets, rows).forEach(copy -> memory[copy.to()] = memory[copy.from()]);

        // then
        int[] wanted = Arrays.stream(sources).map(source -> 100 + source).toArray();
        assertThat(Arrays.copyOf(memory, rows)).isEqualTo(wanted);
    }
}
