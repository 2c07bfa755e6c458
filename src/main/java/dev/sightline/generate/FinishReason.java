package dev.sightline.generate;

import java.util.Locale;

/** Why a generation ended. */
public enum FinishReason {
    /** The model said so (an end token), or a stop text came. */
    STOP,
    /** The number of new tokens asked for was reached. */
    LENGTH;

    /** The name on the wire, such as {@code stop}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
