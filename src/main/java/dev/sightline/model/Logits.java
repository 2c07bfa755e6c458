package dev.sightline.model;

import java.nio.FloatBuffer;

/**
 * The scores of every word after each row's last token, [B,V], in memory that the next run overwrites.
 */
public final class Logits {
    private final FloatBuffer values;
    private final int vocabulary;
    private final int[] offsets;
    private final float[] copied;

    /**
     * @param copied room for one row's scores
     */
    Logits(FloatBuffer values, int vocabulary, int[] offsets, float[] copied) {
        this.values = values;
        this.vocabulary = vocabulary;
        this.offsets = offsets;
        this.copied = copied;
    }

    /** How many words, V. */
    public int vocabulary() {
        return vocabulary;
    }

    /** A row's V scores, in an array that the next call overwrites. */
    public float[] row(int row) {
        copyRow(row, copied);
        return copied;
    }

    /** Copies a row's V scores. */
    public void copyRow(int row, float[] target) {
        values.get(offsets[row], target, 0, vocabulary);
    }
}
