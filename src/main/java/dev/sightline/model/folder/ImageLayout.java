package dev.sightline.model.folder;

/**
 * How the image tokens of one picture lie, so that its place in the prompt can be written out.
 *
 * @param tokens  image tokens in all, S
 * @param rows    rows of tiles (idefics3) or of merged patches (qwen2_vl); 0 where the family knows none
 * @param columns columns likewise
 */
public record ImageLayout(int tokens, int rows, int columns) {
    public ImageLayout {
        if (tokens < 1 || rows < 0 || columns < 0) {
            throw new IllegalArgumentException("No such layout: " + tokens + " tokens, " + rows + "x" + columns);
        }
    }

    /** A picture of so many tokens in no particular grid. */
    public static ImageLayout ofTokens(int tokens) {
        return new ImageLayout(tokens, 0, 0);
    }
}
