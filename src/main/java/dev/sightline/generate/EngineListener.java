package dev.sightline.generate;

import java.time.Duration;

/**
 * Hears what the engine does; called on its thread, so it must be quick.
 *
 * <p>Times are those of the cores that computed, added up, without waiting for them: runs go on beside each other.
 */
public interface EngineListener {
    /** Hears nothing. */
    EngineListener NONE = new EngineListener() {};

    /** {@code rows} prompts of {@code tokens} tokens in all, padding excluded, were read in one run. */
    default void prefilled(int rows, int tokens, Duration time) {}

    /** {@code rows} texts grew by a token each in one run. */
    default void decoded(int rows, Duration time) {}

    /** A text is complete. */
    default void finished(Generation generation) {}
}
