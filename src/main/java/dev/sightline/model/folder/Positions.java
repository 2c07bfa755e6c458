package dev.sightline.model.folder;

/**
 * Where each token of a prompt stands for the rotary embedding, and where those after it will.
 *
 * <p>One plane counts 0, 1, 2…; three planes (time, height, width) place a picture's tokens in a grid.
 */
public interface Positions {
    /** The position of a token of the prompt, or of the text after it. */
    long at(int plane, int index);

    /** 0, 1, 2… */
    static Positions counting() {
        return (plane, index) -> index;
    }

    /**
     * Positions in three planes.
     *
     * @param planes [plane][token] of the prompt
     * @param next   the position after the prompt, in every plane
     */
    static Positions inPlanes(long[][] planes, long next) {
        int length = planes[0].length;
        return (plane, index) -> index < length ? planes[plane][index] : next + index - length;
    }
}
