package dev.sightline.generate;

/** Hears a text while it grows; called on the engine's thread, so it must be quick and not throw. */
@FunctionalInterface
public interface TextStream {
    /** Hears nothing. */
    TextStream NONE = piece -> {};

    /** The text grew by {@code piece}: whole characters, never part of a stop text. */
    void text(String piece);
}
