package dev.sightline.caption;

import java.util.Locale;

/** The steps that one image goes through; the names stand in meters, results and dead letters. */
public enum Stage {
    /** What is asked is settled. */
    REQUEST,
    /** An address becomes bytes. */
    FETCH,
    /** Bytes become pixels, and pixels what the encoder takes. */
    PREPROCESS,
    /** Pixels become image tokens. */
    ENCODE,
    /** Image tokens and a prompt become a text. */
    GENERATE,
    /** The text is looked at. */
    GATE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in meters and headers, such as {@code fetch}. */
    public String label() {
        return label;
    }
}
