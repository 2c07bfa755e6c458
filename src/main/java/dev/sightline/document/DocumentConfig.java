package dev.sightline.document;

import java.time.Duration;

/**
 * What the topology of documents depends on.
 *
 * @param partitions     of every topic keyed by image
 * @param markRetention  how long a deleted image's mark stands before its tombstone; arrivals older than the deletion are
 *                       known as such while it does
 * @param countRetention how long counts of a minute can still grow
 */
public record DocumentConfig(int partitions, Duration markRetention, Duration countRetention) {
    private static final Duration MARK_RETENTION = Duration.ofDays(7);
    private static final Duration COUNT_RETENTION = Duration.ofDays(2);

    /** With the contract's 7 days of deletion marks. */
    public static DocumentConfig of(int partitions) {
        return new DocumentConfig(partitions, MARK_RETENTION, COUNT_RETENTION);
    }
}
