package dev.sightline.document;

import java.time.Instant;

/**
 * Something said about an image that later statements of its group push down.
 *
 * <p>The order is total and starts with {@link #at()}: a deletion, which removes all up to a time, removes the lower end
 * of it, and so commutes with keeping the greatest.
 *
 * @param <T> the statement's own type
 */
interface Statement<T extends Statement<T>> extends Comparable<T> {
    /** When it was asked for, or decided. */
    Instant at();

    /** The event that said it; said twice, it counts once. */
    String eventId();

    /** What it competes with: statements of one group have one winner. */
    Object group();
}
