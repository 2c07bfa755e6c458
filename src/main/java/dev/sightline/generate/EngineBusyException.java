package dev.sightline.generate;

/** The engine's queue is full; the request was not taken and may be submitted again later. */
public final class EngineBusyException extends RuntimeException {
    private final int waiting;

    public EngineBusyException(int waiting) {
        super("The queue is full: " + waiting + " requests wait");
        this.waiting = waiting;
    }

    /** How many requests wait. */
    public int waiting() {
        return waiting;
    }
}
