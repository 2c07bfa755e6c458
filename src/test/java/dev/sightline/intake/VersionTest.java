package dev.sightline.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void sequencersOrderWhateverTheClockSays() {
        var first = version(9, "18EAE91A4C60D94D");
        var second = version(5, "18EAE91A4CC3388E");

        assertThat(second.isAfter(first)).isTrue();
        assertThat(first.isAfter(second)).isFalse();
    }

    @Test
    void aShorterSequencerIsFilledWithZerosBehind() {
        assertThat(version(1, "0055AED6DD").isAfter(version(1, "0055AED6DCD90281E5")))
                .isTrue();
        assertThat(version(1, "0055AED6DCD90281E5").isAfter(version(1, "0055AED6DC")))
                .isTrue();
        assertThat(version(1, "0055AED6DCD9").isAfter(version(1, "0055AED6DCD900")))
                .isFalse();
    }

    @Test
    void theSameSequencerIsARepeat() {
        assertThat(version(1, "18eae91a4c60d94d").isAfter(version(1, "18EAE91A4C60D94D")))
                .isFalse();
    }

    @Test
    void aCounterOrdersWithinASecondAndStartsAnewAfterIt() {
        assertThat(version(1, "10").isAfter(version(1, "9"))).isTrue();
        assertThat(version(1, "9").isAfter(version(1, "A"))).isFalse();
        assertThat(version(60, "1").isAfter(version(1, "A"))).isTrue();
    }

    @Test
    void withoutSequencersTimeOrdersAndTheIdTellsRepeats() {
        assertThat(new Version(at(2), null, "a").isAfter(new Version(at(1), null, "b")))
                .isTrue();
        assertThat(new Version(at(1), null, "a").isAfter(new Version(at(1), null, "a")))
                .isFalse();
        assertThat(new Version(at(1), null, "a").isAfter(new Version(at(1), null, "b")))
                .isTrue();
    }

    private static Version version(long second, @Nullable String sequencer) {
        return new Version(at(second), sequencer, "id");
    }

    private static Instant at(long second) {
        return Instant.parse("2026-11-24T07:00:00Z").plusSeconds(second);
    }
}
