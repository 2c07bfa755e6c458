package dev.sightline.fetch;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * When one fetch must be done. A read timeout bounds each wait; a source that sends a byte now and then outlives them
 * all, so the connection itself is cut when the time is up.
 */
final class Deadline {
    private final long at;

    private Deadline(Duration limit) {
        this.at = System.nanoTime() + limit.toNanos();
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    boolean passed() {
        return left() <= 0;
    }

    /** Nanoseconds left. */
    long left() {
        return at - System.nanoTime();
    }

    /** Cuts when the time is up, unless cancelled before. */
    Future<?> cut(Clock clock, Runnable cutting) {
        return clock.timer.schedule(cutting, left(), TimeUnit.NANOSECONDS);
    }

    /** The thread that cuts; one for all fetches of a source. */
    static final class Clock implements AutoCloseable {
        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "sightline-fetch-deadline");
            thread.setDaemon(true);
            return thread;
        });

        Clock() {
            timer.setRemoveOnCancelPolicy(true);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
