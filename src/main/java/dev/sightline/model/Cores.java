package dev.sightline.model;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One network's part of the processor: alone it computes on every core; while others have work, too, each computes on its
 * share, beside them.
 *
 * <p>Two networks with one core each finish more in a second than one after the other with two, since short products gain
 * little from a second core. A run that takes every core waits for those that take a share, and they for it; turns are fair.
 */
public final class Cores {
    /** Larger weights are held once: such a network takes every core each time. */
    private static final long MOST_BYTES = 256L << 20;

    private static final ReentrantReadWriteLock RUNS = new ReentrantReadWriteLock(true);
    private static final AtomicInteger BUSY = new AtomicInteger();

    private final boolean shares;
    private boolean busy;

    /**
     * @param shares whether the network can compute on a share of the cores; else it takes all of them each time
     */
    public Cores(boolean shares) {
        this.shares = shares;
    }

    /** Held by a run that takes every core; while it is held nothing else runs. */
    public static Lock all() {
        return RUNS.writeLock();
    }

    /** Whether a network is worth holding twice, once for every core and once for a share of them. */
    static boolean worthSharing(OnnxGraph network) {
        return share() < OnnxRuntime.threads() && network.weightBytes() <= MOST_BYTES;
    }

    /** How many threads a share has. */
    static int share() {
        return Math.max(1, OnnxRuntime.threads() / 2);
    }

    /** Says whether this network has work; its own thread calls it. */
    public void busy(boolean now) {
        if (now != busy) {
            busy = now;
            BUSY.addAndGet(now ? 1 : -1);
        }
    }

    /** Waits until this network may run; the caller closes the turn after the run. */
    public Turn take() {
        boolean others = BUSY.get() > (busy ? 1 : 0);
        boolean all = !(others && shares);
        Lock lock = all ? RUNS.writeLock() : RUNS.readLock();
        lock.lock();
        return new Turn(all, lock);
    }

    /**
     * The time of one run.
     *
     * @param all whether it takes every core
     */
    public record Turn(boolean all, Lock lock) implements AutoCloseable {
        @Override
        public void close() {
            lock.unlock();
        }
    }
}
