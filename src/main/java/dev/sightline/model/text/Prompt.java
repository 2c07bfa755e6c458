package dev.sightline.model.text;

import dev.sightline.model.folder.Positions;
import java.util.Arrays;

/**
 * A conversation as the decoder reads it: ids, one of them standing for every image token, and where they stand.
 *
 * <p>Immutable.
 */
public final class Prompt {
    private final int[] ids;
    private final int imageTokenId;
    private final Positions positions;
    private final String rendered;
    private final String expanded;

    /**
     * A prompt.
     *
     * @param ids          its tokens
     * @param imageTokenId the id at the places of image tokens; -1 where the family has none
     * @param positions    where the tokens stand
     * @param rendered     what the chat template wrote
     * @param expanded     the same with each picture's place written out
     */
    Prompt(int[] ids, int imageTokenId, Positions positions, String rendered, String expanded) {
        this.ids = ids.clone();
        this.imageTokenId = imageTokenId;
        this.positions = positions;
        this.rendered = rendered;
        this.expanded = expanded;
    }

    /** How many tokens, image tokens included. */
    public int length() {
        return ids.length;
    }

    /** The id at a place. */
    public int id(int index) {
        return ids[index];
    }

    /** All ids, a copy. */
    public int[] ids() {
        return ids.clone();
    }

    /** Whether an image token stands at a place. */
    public boolean isImage(int index) {
        return ids[index] == imageTokenId;
    }

    /** How many image tokens. */
    public int imageTokens() {
        return (int) Arrays.stream(ids).filter(id -> id == imageTokenId).count();
    }

    /** The position of a token of the prompt, or of the text after it, in a plane. */
    public long position(int plane, int index) {
        return positions.at(plane, index);
    }

    /** What the chat template wrote. */
    public String rendered() {
        return rendered;
    }

    /** The rendered prompt with each picture's place written out. */
    public String expanded() {
        return expanded;
    }
}
