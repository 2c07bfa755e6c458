package dev.sightline.model;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/** Shares of the processor, handed out in the order they are asked for; who is patient lets all others go first. */
final class Turns {
    private final Queue<Object> first = new ArrayDeque<>();
    private final Queue<Object> patient = new ArrayDeque<>();
    private int free;

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
        while (mine.peek() != me || free < shares || (patiently && !first.isEmpty())) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a run is not given up halfway
            }
            shares = wanted.getAsInt();
        }
        mine.remove();
        free -= shares;
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return shares;
    }

    /** Gives them back. */
    synchronized void give(int shares) {
        free += shares;
        notifyAll();
    }
}
