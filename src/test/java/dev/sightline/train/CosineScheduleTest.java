package dev.sightline.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CosineScheduleTest {
    private final CosineSchedule schedule = new CosineSchedule(100, 10, 0.1);

    @Test
    void risesThenFallsToItsLowest() {
        assertThat(schedule.factor(0)).isCloseTo(0.1, Offset.offset(1e-9));
        assertThat(schedule.factor(10)).isGreaterThan(0.95);
        assertThat(schedule.factor(50)).isCloseTo(0.55, Offset.offset(1e-9));
        assertThat(schedule.factor(100)).isCloseTo(0.1, Offset.offset(1e-9));
    }
}
