package dev.sightline.generate;

/**
 * How the memory of keys and values is cut: many short slots for what is usual, and one long one.
 *
 * <p>A third of the memory is kept for the long slot, or less where the model reads no texts that long. A cache of several slots
 * has a spare one besides, by way of which slots are exchanged. Where not even two short slots fit, one slot has everything.
 *
 * @param slots       short slots
 * @param shortTokens tokens of each
 * @param longTokens  tokens of the long slot, 0 where there is none
 */
record SlotSizes(int slots, int shortTokens, int longTokens) {
    /**
     * Cuts.
     *
     * @param bytesPerToken of keys and values, in all layers
     * @param bytes         of the memory
     * @param wanted        most short slots
     * @param usual         tokens of a usual text, its picture and the answer included
     * @param context       most tokens that the model reads
     */
    static SlotSizes of(long bytesPerToken, long bytes, int wanted, int usual, int context) {
        long tokens = bytes / bytesPerToken;
        int shortTokens = Math.min(context, usual);
        if (tokens < 2L * shortTokens) {
            return new SlotSizes(1, (int) Math.max(1, Math.min(context, tokens)), 0);
        }
        long kept = shortTokens == context ? 0 : Math.min(context, tokens / 3);
        int slots = (int) Math.max(1, Math.min(wanted, (tokens - kept) / shortTokens - 1));
        long rest = tokens - rows(slots) * shortTokens;
        int longTokens = (int) Math.min(context, rest);
        return new SlotSizes(slots, shortTokens, longTokens > shortTokens ? longTokens : 0);
    }

    /** The slots of a cache with the spare one. */
    private static long rows(int slots) {
        return slots == 1 ? 1 : slots + 1L;
    }

    /** The longest text for which there is room. */
    int mostTokens() {
        return Math.max(shortTokens, longTokens);
    }

    /** Tokens for which memory is taken in all. */
    long tokens() {
        return rows(slots) * shortTokens + longTokens;
    }
}
