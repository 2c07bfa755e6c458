package dev.sightline.train.nn;

/** How wide LoRA's updates are and how strongly they count. */
public record LowRank(int rank, double alpha) {
    public static final LowRank DEFAULT = new LowRank(16, 32);

    public LowRank {
        if (rank < 1) {
            throw new IllegalArgumentException("a low-rank update needs a rank of at least 1, not " + rank);
        }
    }

    double scale() {
        return alpha / rank;
    }
}
