package dev.sightline.model.graph;

/** A graph is not one that can be rewritten; the message says why, as the end of "it stays as it is: …". */
public final class GraphNotRewritableException extends Exception {
    private static final long serialVersionUID = 1;

    public GraphNotRewritableException(String message) {
        super(message);
    }

    /** Throws unless something holds. */
    public static void require(boolean holds, String otherwise) throws GraphNotRewritableException {
        if (!holds) {
            throw new GraphNotRewritableException(otherwise);
        }
    }
}
