package dev.sightline.encode;

import static java.util.Objects.requireNonNull;

import dev.sightline.model.folder.ImageLayout;
import java.nio.FloatBuffer;

/**
 * The image tokens of one picture, [S,D]: what the decoder reads in the place of words.
 *
 * <p>Immutable: the floats given are owned from then on. One instance serves every task on its picture, so that the
 * picture is encoded once.
 */
public final class ImageFeatures {
    private final float[] values;
    private final int hidden;
    private final ImageLayout layout;

    /**
     * Takes the floats over.
     *
     * @param values [S,D] in rows
     * @param hidden D
     * @param layout how the S tokens lie
     */
    public ImageFeatures(float[] values, int hidden, ImageLayout layout) {
        this.values = requireNonNull(values);
        this.hidden = hidden;
        this.layout = requireNonNull(layout);
        if (values.length != layout.tokens() * hidden) {
            throw new IllegalArgumentException(
                    values.length + " floats are not " + layout.tokens() + " tokens of width " + hidden);
        }
    }

    /** How many image tokens, S. */
    public int tokens() {
        return layout.tokens();
    }

    /** The width of a token, D. */
    public int hidden() {
        return hidden;
    }

    /** The memory of the S·D floats. */
    public long bytes() {
        return (long) values.length * Float.BYTES;
    }

    /** How the tokens lie. */
    public ImageLayout layout() {
        return layout;
    }

    /** A read-only view of the S·D floats. */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** Copies token {@code index} to {@code target}. */
    public void copyToken(int index, FloatBuffer target) {
        target.put(values, index * hidden, hidden);
    }
}
