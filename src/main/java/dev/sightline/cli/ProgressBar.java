package dev.sightline.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that says how far the work is, how fast it goes and how long it will take:
 * {@code ━━━━━━━━────────  123/500  8.1 images/s  0:46 left  2 failed}. Safe to advance from several threads.
 */
final class ProgressBar implements AutoCloseable {
    private static final String ERASE = "\r\033[K";
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int FIGURES_WIDTH = 52;
    private static final int MAX_BAR = 40;

    private final PrintWriter terminal;
    private final int barWidth;
    private final int total;
    private final String unit;
    private final LongSupplier nanoTime;
    private final long started;
    private long drawn;
    private int done;
    private int failed;

    private ProgressBar(PrintWriter terminal, int width, int total, String unit, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.barWidth = Math.max(0, Math.min(MAX_BAR, width - FIGURES_WIDTH));
        this.total = total;
        this.unit = unit;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
    }

    /**
     * A bar on a terminal.
     *
     * @param width of the terminal in columns; 0 where it is none, and then nothing is ever drawn
     * @param total what makes the work complete
     * @param unit  what is counted, for the rate
     */
    static ProgressBar on(PrintWriter terminal, int width, int total, String unit, LongSupplier nanoTime) {
        var bar = new ProgressBar(terminal, width, total, unit, nanoTime);
        bar.drawn = width == 0 ? Long.MAX_VALUE : 0;
        bar.draw();
        return bar;
    }

    /** One more is done. */
    synchronized void advance(boolean success) {
        done++;
        failed += success ? 0 : 1;
        if (nanoTime.getAsLong() - started >= drawn) {
            draw();
        }
    }

    /** Prints lines that may share the terminal: the bar makes room and comes back below them. */
    synchronized void above(Runnable printing) {
        erase();
        printing.run();
        if (drawn != Long.MAX_VALUE) {
            terminal.print(line());
            terminal.flush();
        }
    }

    @Override
    public synchronized void close() {
        erase();
        drawn = Long.MAX_VALUE;
    }

    private void draw() {
        if (drawn == Long.MAX_VALUE) {
            return;
        }
        drawn = nanoTime.getAsLong() - started + REDRAW_NANOS;
        terminal.print(ERASE + line());
        terminal.flush();
    }

    private void erase() {
        if (drawn != Long.MAX_VALUE) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }

    private String line() {
        var filled = total == 0 ? barWidth : (int) ((long) barWidth * done / total);
        var figures = new StringBuilder();
        if (barWidth > 0) {
            figures.append("━".repeat(filled))
                    .append("─".repeat(barWidth - filled))
                    .append("  ");
        }
        figures.append(done).append('/').append(total);
        if (done > 0) {
            var seconds = Math.max(1, nanoTime.getAsLong() - started) / 1e9;
            var rate = done / seconds;
            figures.append("  %.1f %s/s  %s left".formatted(rate, unit, clock((total - done) / rate)));
        }
        if (failed > 0) {
            figures.append("  ").append(failed).append(" failed");
        }
        return figures.toString();
    }

    /** Minutes and seconds, and hours where there are some. */
    private static String clock(double seconds) {
        var left = Duration.ofSeconds(Math.round(seconds));
        return left.toHours() > 0
                ? "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : "%d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
    }
}
