package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
    @Test
    void everyEpochHasEveryExampleOnceInAnOrderOfItsOwn() {
        Shuffle shuffle = new Shuffle(20, 1);

        int[] first = LongStream.range(0, 20).mapToInt(shuffle::at).toArray();
        int[] second = LongStream.range(20, 40).mapToInt(shuffle::at).toArray();

        assertThat(first)
                .containsExactlyInAnyOrder(IntStream.range(0, 20).toArray())
                .isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(first);
    }

    @Test
    void aRunThatResumesSeesWhatItWouldHave() {
        Shuffle from = new Shuffle(20, 1);
        Shuffle resumed = new Shuffle(20, 1);
        LongStream.range(0, 27).forEach(from::at);

        assertThat(resumed.at(27)).isEqualTo(from.at(27));
    }

    @Test
    void batchesWithinEpochsHoldNoExampleTwice() {
        Shuffle shuffle = new Shuffle(10, 1);

        for (int step = 0; step < 8; step++) {
            long start = shuffle.start(step, 4);
            Set<Integer> batch = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                batch.add(shuffle.at(start + i));
            }
            assertThat(batch).hasSize(4);
        }
        assertThat(new Shuffle(3, 1).start(2, 3)).isEqualTo(6);
    }
}
