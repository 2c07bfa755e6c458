package dev.sightline.cli;

import dev.sightline.train.TrainingListener;
import dev.sightline.train.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * A run on stderr: a line that moves on a terminal, lines now and then elsewhere, and every measurement:
 * {@code step 120/2000  loss 2.31  7.4 images/s  loading 0.4%  0:12:03 left}.
 */
final class TrainingReport implements TrainingListener {
    private static final int LINES_APART = 50;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final boolean terminal;
    private double seconds;
    private long samples;
    private double loading;
    private int steps;

    TrainingReport(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void prepared(int done) {
        if (terminal) {
            err.print(ERASE + "features of " + done + " views");
            err.flush();
        }
    }

    @Override
    public void stepped(TrainingProgress progress) {
        steps++;
        seconds += progress.seconds();
        samples += progress.samples();
        loading += progress.loading();
        if (terminal) {
            err.print(ERASE + line(progress));
            err.flush();
        } else if (progress.step() % LINES_APART == 0 || progress.step() == progress.steps()) {
            err.println(line(progress));
        }
    }

    private String line(TrainingProgress progress) {
        Duration left = Duration.ofSeconds(Math.round(seconds / steps * (progress.steps() - progress.step())));
        return "step %d/%d  loss %.3f  %.1f images/s  loading %.1f%%  %d:%02d:%02d left"
                .formatted(
                        progress.step(),
                        progress.steps(),
                        progress.loss(),
                        samples / Math.max(1e-9, seconds),
                        100 * loading / Math.max(1e-9, seconds),
                        left.toHours(),
                        left.toMinutesPart(),
                        left.toSecondsPart());
    }

    @Override
    public void evaluated(int step, Map<String, Double> figures) {
        StringBuilder line =
                new StringBuilder(terminal ? ERASE : "").append("step ").append(step);
        figures.forEach((name, value) -> line.append("  %s %.3f".formatted(name, value)));
        err.println(line);
    }
}
