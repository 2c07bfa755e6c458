package dev.sightline.train.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Token trees of like length as the arrays of one step, right-padded.
 *
 * @param ids       [B, T]
 * @param positions [B][T]
 * @param mask      [B, 1, T, T]
 * @param rows      [B, T]: where each position's embedding stands in the list of all word embeddings of the batch,
 *                  B·T of them, followed by all image tokens, row of the batch by row
 * @param sources   [n]: B·T-flat positions after which an answer's token is said
 * @param targets   [n]: that token
 */
public record AnswerBatch(
        NDArray ids, int[][] positions, NDArray mask, NDArray rows, NDArray sources, NDArray targets) {
    /**
     * Packs trees.
     *
     * @param imageId     the id that stands for an image token in a prompt
     * @param imageTokens how many of them an image has; each tree has one image or none, and image k of the batch is
     *                    that of tree k
     */
    public static AnswerBatch pack(NDManager manager, List<TokenTree> trees, int imageId, int imageTokens) {
        int batch = trees.size();
        int length = trees.stream().mapToInt(TokenTree::size).max().orElseThrow();
        long[] ids = new long[batch * length];
        long[] rows = new long[batch * length];
        int[][] positions = new int[batch][length];
        float[] mask = new float[batch * length * length];
        for (int b = 0; b < batch; b++) {
            TokenTree tree = trees.get(b);
            tree.writeMask(mask, b * length * length, length);
            for (int t = 0; t < length; t++) {
                int at = b * length + t;
                rows[at] = at;
                if (t < tree.size()) {
                    ids[at] = tree.id(t);
                    positions[b][t] = tree.position(t);
                    if (tree.id(t) == imageId) {
                        rows[at] = (long) batch * length
                                + (long) b * imageTokens
                                + imageToken(tree, t, imageId, imageTokens);
                    }
                }
            }
        }
        Targets targets = Targets.of(trees, length);
        Shape shape = new Shape(batch, length);
        return new AnswerBatch(
                manager.create(ids, shape),
                positions,
                manager.create(mask, new Shape(batch, 1, length, length)),
                manager.create(rows, shape),
                manager.create(targets.sources),
                manager.create(targets.ids));
    }

    private static int imageToken(TokenTree tree, int node, int imageId, int imageTokens) {
        int index = tree.occurrences(node, imageId) - 1;
        if (index >= imageTokens) {
            throw new IllegalArgumentException("a prompt has more than the " + imageTokens + " tokens of one image");
        }
        return index;
    }

    private record Targets(long[] sources, long[] ids) {
        static Targets of(List<TokenTree> trees, int length) {
            int count = trees.stream().mapToInt(t -> t.targets().size()).sum();
            long[] sources = new long[count];
            long[] ids = new long[count];
            int at = 0;
            for (int b = 0; b < trees.size(); b++) {
                for (TokenTree.Target target : trees.get(b).targets()) {
                    sources[at] = (long) b * length + target.source();
                    ids[at++] = target.id();
                }
            }
            return new Targets(sources, ids);
        }
    }

    /** How many answer tokens there are. */
    public long answerTokens() {
        return targets.size();
    }
}
