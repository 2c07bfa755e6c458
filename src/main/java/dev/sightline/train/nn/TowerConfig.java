package dev.sightline.train.nn;

/**
 * The shape of a tower's transformer.
 *
 * @param inputs   width of what enters: a patch's features, or a word embedding
 * @param length   positions it learns: patches, or text tokens at most
 * @param mlpWidth width between a block's two linears
 */
public record TowerConfig(int inputs, int length, int width, int heads, int depth, int mlpWidth) {
    public TowerConfig {
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is no multiple of " + heads + " heads");
        }
    }
}
