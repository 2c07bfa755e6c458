package dev.sightline.train.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several conversations about one image, their common beginnings kept once.
 *
 * <pre>
 *   &lt;user&gt; [image] Describe … &lt;assistant&gt; ─┬─ A dog runs …
 *                                           └─ A brown dog …
 *                 └─ Is there a cat? … ─────── No.
 * </pre>
 *
 * <p>A node is a token at the position it has in its own conversation, and sees its ancestors alone; so each
 * conversation has the very loss and gradient that it would have by itself. Only answer tokens are targets.
 */
public final class TokenTree {
    private static final int ROOT = -1;

    private final List<Integer> ids = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final Map<Long, Integer> children = new HashMap<>(); // parent and id → node
    private final List<Target> targets = new ArrayList<>();

    /**
     * What the model is to say.
     *
     * @param source the node after which it is said
     * @param id     the answer's token
     */
    public record Target(int source, int id) {}

    /**
     * Adds one conversation.
     *
     * @param tokens its ids
     * @param answer which of them the assistant says; the first token never is
     */
    public void add(int[] tokens, boolean[] answer) {
        if (tokens.length != answer.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, but " + answer.length + " marks");
        }
        if (tokens.length == 0 || answer[0]) {
            throw new IllegalArgumentException("a conversation begins with a token that is no answer");
        }
        int node = ROOT;
        for (int i = 0; i < tokens.length; i++) {
            if (answer[i]) {
                targets.add(new Target(node, tokens[i]));
            }
            if (i < lastSource(answer) + 1) { // what follows the last source teaches nothing
                node = child(node, tokens[i], i);
            }
        }
    }

    private static int lastSource(boolean[] answer) {
        for (int i = answer.length - 1; i > 0; i--) {
            if (answer[i]) {
                return i - 1;
            }
        }
        return -1;
    }

    private int child(int parent, int id, int depth) {
        return children.computeIfAbsent((long) parent << 32 | id, key -> {
            ids.add(id);
            parents.add(parent);
            depths.add(depth);
            return ids.size() - 1;
        });
    }

    /** How many tokens it holds. */
    public int size() {
        return ids.size();
    }

    /** The token of a node. */
    public int id(int node) {
        return ids.get(node);
    }

    /** The position of a node in its conversation. */
    public int position(int node) {
        return depths.get(node);
    }

    /** What is to be said, conversation by conversation; one that is said twice counts twice. */
    public List<Target> targets() {
        return List.copyOf(targets);
    }

    /** How many nodes of this id stand at or before the node on its way from the root. */
    int occurrences(int node, int id) {
        int count = 0;
        for (int at = node; at != ROOT; at = parents.get(at)) {
            count += ids.get(at) == id ? 1 : 0;
        }
        return count;
    }

    /**
     * Writes what each node sees into a square of {@code side}, row-major from {@code at}: 0 for itself and its
     * ancestors, {@link CausalMask#HIDDEN} for all else. Rows beyond the tree see themselves.
     */
    void writeMask(float[] mask, int at, int side) {
        Arrays.fill(mask, at, at + side * side, CausalMask.HIDDEN);
        for (int node = 0; node < side; node++) {
            int row = at + node * side;
            if (node < size() && parents.get(node) != ROOT) {
                System.arraycopy(mask, at + parents.get(node) * side, mask, row, node);
            }
            mask[row + node] = 0;
        }
    }
}
