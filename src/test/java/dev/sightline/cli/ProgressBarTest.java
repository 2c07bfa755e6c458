package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter terminal = new StringWriter();
    private long nanos;

    @Test
    void itSaysHowFarHowFastAndHowLong() {
        var bar = bar(100, 500);

        advance(bar, 50, Duration.ofSeconds(10));

        assertThat(lastLine()).contains("50/500  5.0 images/s  1:30 left").contains("━━━━─");
    }

    @Test
    void itCountsWhatFailed() {
        var bar = bar(100, 4);

        bar.advance(true);
        nanos += Duration.ofSeconds(1).toNanos();
        bar.advance(false);

        assertThat(lastLine()).endsWith("2/4  2.0 images/s  0:01 left  1 failed");
    }

    @Test
    void hoursAreShownWhereThereAreSome() {
        var bar = bar(100, 10_001);

        advance(bar, 1, Duration.ofSeconds(1));

        assertThat(lastLine()).contains("2:46:40 left");
    }

    @Test
    void itIsNotDrawnMoreOftenThanAnyoneCanSee() {
        var bar = bar(100, 1_000);

        for (var i = 0; i < 1_000; i++) {
            nanos += Duration.ofMillis(1).toNanos();
            bar.advance(true);
        }

        assertThat(terminal.toString().split("\r")).hasSizeBetween(10, 13);
    }

    @Test
    void resultsOnTheSameTerminalStandAboveIt() {
        var bar = bar(100, 2);

        bar.above(() -> terminal.append("a result\n"));

        assertThat(terminal.toString()).contains("\r\033[Ka result\n");
        assertThat(lastLine()).contains("0/2");
    }

    @Test
    void itLeavesNothingBehind() {
        var bar = bar(100, 2);

        bar.close();

        assertThat(terminal.toString()).endsWith("\r\033[K");
    }

    @Test
    void whereThereIsNoTerminalNothingIsDrawn() {
        try (var bar = bar(0, 2)) {
            advance(bar, 2, Duration.ofSeconds(1));
            bar.above(() -> {});
        }

        assertThat(terminal.toString()).isEmpty();
    }

    private ProgressBar bar(int width, int total) {
        return ProgressBar.on(new PrintWriter(terminal), width, total, "images", () -> nanos);
    }

    private void advance(ProgressBar bar, int count, Duration time) {
        for (var i = 0; i < count; i++) {
            nanos += time.toNanos() / count;
            bar.advance(true);
        }
    }

    private String lastLine() {
        var text = terminal.toString();
        return text.substring(text.lastIndexOf("\033[K") + 3);
    }
}
