package dev.sightline.index;

/**
 * How far an index is.
 *
 * @param open     whether it answers
 * @param caughtUp whether it has had all that its topics held, once since it was opened
 * @param lag      records that the topics have and it has not; -1 while unknown
 * @param skipped  records that said nothing readable, since it was opened
 */
public record IndexProgress(boolean open, boolean caughtUp, long lag, long skipped) {
    static final IndexProgress CLOSED = new IndexProgress(false, false, -1, 0);
}
