package dev.sightline.model;

import java.nio.FloatBuffer;

/**
 * The scores of every word after each row's last token, [B,V], in memory that the next run overwrites.
 */
public final class Logits {
    private final FloatBuffer values;
    private final int vocabulary;
    private final int[] offsets;

    Logits(FloatBuffer values, int vocabulary, int[] offsets) {
        this.values = values;
        this.vocabulary = vocabulary;
        this.offsets = offsets;
    }

    /** How many words, V. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Copies a row's V scores. */
    public void copyRow(int row, float[] target) {
        values.get(offsets[row], target, 0, vocabulary);
    }
}
