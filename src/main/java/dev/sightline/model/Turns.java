package dev.sightline.model;

import java.util.ArrayDeque;
import java.util.Queue;

/** Shares of the processor, handed out in the order they are asked for; who is patient lets all others go first. */
final class Turns {
    private final Queue<Object> first = new ArrayDeque<>();
    private final Queue<Object> patient = new ArrayDeque<>();
    private int free;

    Turns(int shares) {
        this.free = shares;
    }

    /** Waits until so many shares are free and it is this caller's turn. */
    synchronized void take(int shares, boolean patiently) {
        var me = new Object();
        var mine = patiently ? patient : first;
        mine.add(me);
        boolean interrupted = false;
        while (mine.peek() != me || free < shares || (patiently && !first.isEmpty())) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a run is not given up halfway
            }
        }
        mine.remove();
        free -= shares;
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives them back. */
    synchronized void give(int shares) {
        free += shares;
        notifyAll();
    }
}
