package dev.sightline.caption;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stopwatch for one image: each step lasts from the end of the one before. */
final class StageTimes {
    private final CaptionListener listener;
    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private long last = begun;

    StageTimes(CaptionListener listener) {
        this.listener = listener;
    }

    /** The step ends now; later calls for a step that already ended change nothing. */
    synchronized void ended(Stage stage) {
        var now = System.nanoTime();
        var time = Duration.ofNanos(now - last);
        if (milliseconds.putIfAbsent(stage.label(), millis(time)) == null) {
            last = now;
            listener.stage(stage, time);
        }
    }

    synchronized Map<String, Double> milliseconds() {
        return Map.copyOf(milliseconds);
    }

    /** Milliseconds to a thousandth. */
    static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }
}
