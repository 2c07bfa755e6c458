package dev.sightline.model;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** What one text brings to a run of the decoder: its new tokens, and how many came before. */
public interface DecoderRow {
    /** How many new tokens, 1 or more. */
    int length();

    /** How many tokens of this text the cache holds. */
    int past();

    /** The id of a new token. */
    int id(int index);

    /** The position of a new token in a plane (0 time, 1 height, 2 width; others than 0 for three planes only). */
    long position(int plane, int index);

    /**
     * Writes an image token in the place of a word's embedding.
     *
     * @param target where its D floats go
     * @return false if a word stands there
     */
    boolean writeImageToken(int index, FloatBuffer target);

    /** Hidden states [T,E] that a decoder with cross-attention looks at, or null where there are none. */
    @Nullable
    FloatBuffer encoderStates();
}
