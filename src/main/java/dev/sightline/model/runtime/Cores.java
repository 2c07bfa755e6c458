package dev.sightline.model.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One worker's part of the processor: alone it computes on every core; while others have work, too, each computes on its
 * share, two at a time.
 *
 * <p>Two runs with half of the cores each finish more in a second than one after the other with all of them, since short
 * products gain little from more cores. Whoever asks first goes first, except that the patient let others go before, a number of times.
 */
public final class Cores {
    private static final int SHARES = 2;

    /** Larger weights are held once: such a network takes every core each time. */
    private static final long MOST_BYTES = 256L << 20;

    private static final Turns TURNS = new Turns(SHARES);
    private static final AtomicInteger BUSY = new AtomicInteger();

    private final boolean shares;
    private final boolean patient;
    private boolean busy;

    private Cores(boolean shares, boolean patient) {
        this.shares = shares;
        this.patient = patient;
    }

    /**
     * A worker that goes when its turn comes.
     *
     * @param shares whether the network can compute on a share of the cores; else it takes all of them each time
     */
    public static Cores eager(boolean shares) {
        return new Cores(shares, false);
    }

    /** A worker that lets all others go first, because it does the more in a run the longer it waits. */
    public static Cores patient(boolean shares) {
        return new Cores(shares, true);
    }

    /** Waits until nothing runs; nothing else does until the caller closes the turn. */
    public static Turn takeAll() {
        return new Turn(TURNS.take(() -> SHARES, false), System.nanoTime());
    }

    /** Whether a network is worth holding twice, once for every core and once for a share of them. */
    public static boolean worthSharing(long weightBytes) {
        return share() < OnnxRuntime.threads() && weightBytes <= MOST_BYTES;
    }

    /** How many threads a share has. */
    static int share() {
        return Math.max(1, OnnxRuntime.threads() / SHARES);
    }

    /** Says whether this worker has something to do; one thread at a time calls it. */
    public void busy(boolean now) {
        if (now != busy) {
            busy = now;
            BUSY.addAndGet(now ? 1 : -1);
        }
    }

    /** Waits until this worker may run; the caller closes the turn after the run. */
    public Turn take() {
        return new Turn(TURNS.take(() -> shares && othersAreBusy() ? 1 : SHARES, patient), System.nanoTime());
    }

    private boolean othersAreBusy() {
        return BUSY.get() > (busy ? 1 : 0);
    }

    /**
     * The time of one run.
     *
     * @param shares how many it has
     * @param begin  by {@link System#nanoTime()}
     */
    public record Turn(int shares, long begin) implements AutoCloseable {
        /** Whether it takes every core. */
        public boolean all() {
            return shares == SHARES;
        }

        /** What it has taken of the cores so far, their times added up. */
        public Duration coreTime() {
            int cores = all() ? OnnxRuntime.threads() : shares * share();
            return Duration.ofNanos(cores * (System.nanoTime() - begin));
        }

        @Override
        public void close() {
            TURNS.give(shares);
        }
    }
}
