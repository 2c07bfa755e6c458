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
record DocumentConfig(int partitions, Duration markRetention, Duration countRetention) {
    static final Duration MARK_RETENTION = Duration.ofDays(7);
    static final Duration COUNT_RETENTION = Duration.ofDays(2);
}
