package dev.sightline.generate;

/** Who goes first when slots are short. */
public enum Priority {
    /** Somebody waits for it. */
    LIVE,
    /** Fills what live work leaves, with a guaranteed share. */
    BULK
}
