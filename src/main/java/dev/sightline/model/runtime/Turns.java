package dev.sightline.model.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/** Shares of the processor, handed out in the order they are asked for; who is patient lets others go first, so many times. */
final class Turns {
    static final int MOST_PASSES = 8;

    private final Queue<Object> first = new ArrayDeque<>();
    private final Queue<Object> patient = new ArrayDeque<>();
    private int free;
    private int passed; // turns taken past a patient one since the last

    Turns(int shares) {
        this.free = shares;
    }

    /**
     * Waits until as many shares are free as are wanted then, and it is this caller's turn.
     *
     * @return how many it has now
     */
    synchronized int take(IntSupplier wanted, boolean patiently) {
        var me = new Object();
        var mine = patiently ? patient : first;
        mine.add(me);
        boolean interrupted = false;
        int shares = wanted.getAsInt();
        while (mine.peek() != me || free < shares || letsOthersGo(patiently)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a run is not given up halfway
            }
            shares = wanted.getAsInt();
        }
        mine.remove();
        free -= shares;
        passed = patiently || patient.isEmpty() ? 0 : passed + 1;
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return shares;
    }

    private boolean letsOthersGo(boolean patiently) {
        boolean passing = passed < MOST_PASSES;
        return patiently ? passing && !first.isEmpty() : !passing && !patient.isEmpty();
    }

    /** Gives them back. */
    synchronized void give(int shares) {
        free += shares;
        notifyAll();
    }
}
