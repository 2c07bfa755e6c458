package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.train.TrainingProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
    private static final String ERASE = "\r\033[K";

    private final StringWriter out = new StringWriter();

    @Test
    void drawsABarThatFitsItsTerminal() {
        for (int width : new int[] {20, 60, 90, 200}) {
            out.getBuffer().setLength(0);
            report(width).stepped(step(500, 4));

            String line = out.toString().substring(ERASE.length());
            assertThat(line).hasSizeLessThan(width).doesNotContain("\n");
            assertThat(line.contains("━")).isEqualTo(width >= 90);
        }
        assertThat(out.toString())
                .endsWith("step 500/1000  0:33:20 left  loss 2.310  2.0 images/s  loading 0.5%")
                .contains("━".repeat(12) + "─".repeat(12));
    }

    @Test
    void saysALineEveryHalfMinuteWhereThereIsNoTerminal() {
        TrainingReport report = report(0);

        for (int step = 1; step <= 100; step++) {
            report.stepped(step(step, 4));
        }

        assertThat(out.toString().lines())
                .hasSize(12)
                .first()
                .asString()
                .isEqualTo("step 8/1000  1:06:08 left  loss 2.310  2.0 images/s  loading 0.5%");
    }

    @Test
    void namesTheFirstOfWhatIsLeftOut() {
        Map<String, String> reasons = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            reasons.put("photo-%02d.jpg".formatted(i), "there is no such file");
        }

        report(0).leftOut(reasons);

        assertThat(out.toString().lines())
                .hasSize(12)
                .startsWith("12 left out:", "  photo-00.jpg: there is no such file")
                .endsWith("  …");
    }

    private TrainingReport report(int width) {
        return new TrainingReport(new PrintWriter(out, true), width);
    }

    private static TrainingProgress step(int number, double seconds) {
        return new TrainingProgress(number, 1000, 2.31, 1, 1, 8, seconds, 0.02);
    }
}
