package dev.sightline.cli;

import dev.sightline.train.TrainingListener;
import dev.sightline.train.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A run on stderr: a bar that moves on a terminal, a line every half minute elsewhere, and every measurement:
 * {@code ━━━─────  step 120/2000  0:12:03 left  loss 2.310  7.4 images/s  loading 0.4%}.
 */
final class TrainingReport implements TrainingListener {
    private static final double SECONDS_APART = 30;
    private static final int BAR = 24;
    private static final int NAMED = 10; // of what is left out
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final int width;
    private double seconds;
    private double told;
    private long samples;
    private double loading;
    private int steps;

    /** @param width of the terminal in columns, 0 where there is none */
    TrainingReport(PrintWriter err, int width) {
        this.err = err;
        this.width = width;
    }

    @Override
    public void prepared(int done) {
        draw(done + " photos or views of them read");
    }

    @Override
    public void leftOut(Map<String, String> reasons) {
        say(reasons.size() + " left out:");
        reasons.entrySet().stream()
                .limit(NAMED)
                .forEach(one -> err.println("  " + one.getKey() + ": " + one.getValue()));
        if (reasons.size() > NAMED) {
            err.println("  …");
        }
    }

    @Override
    public void stepped(TrainingProgress progress) {
        steps++;
        seconds += progress.seconds();
        samples += progress.samples();
        loading += progress.loading();
        boolean last = progress.step() == progress.steps();
        if (width > 0 && !last) {
            draw(line(progress));
        } else if (last || seconds - told >= SECONDS_APART) {
            told = seconds;
            say(line(progress));
        }
    }

    /** Puts a line in the place of the one before; the terminal cuts none. */
    private void draw(String line) {
        if (width > 0) {
            err.print(ERASE + line.substring(0, Math.min(line.length(), width - 1)));
            err.flush();
        }
    }

    /** A line that stays. */
    private void say(String line) {
        err.println((width > 0 ? ERASE : "") + line);
    }

    private String line(TrainingProgress progress) {
        Duration left = Duration.ofSeconds(Math.round(seconds / steps * (progress.steps() - progress.step())));
        String figures = String.format(
                Locale.ROOT,
                "step %d/%d  %d:%02d:%02d left  loss %.3f  %.1f images/s  loading %.1f%%",
                progress.step(),
                progress.steps(),
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart(),
                progress.loss(),
                samples / Math.max(1e-9, seconds),
                100 * loading / Math.max(1e-9, seconds));
        int bar = Math.min(BAR, width - 1 - figures.length() - 2);
        if (bar < BAR / 4) {
            return figures;
        }
        int done = (int) ((long) bar * progress.step() / progress.steps());
        return "━".repeat(done) + "─".repeat(bar - done) + "  " + figures;
    }

    @Override
    public void evaluated(int step, Map<String, Double> figures) {
        StringBuilder line = new StringBuilder("step ").append(step);
        figures.forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.3f", name, value)));
        say(line.toString());
    }
}
