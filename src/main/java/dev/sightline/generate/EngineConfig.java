package dev.sightline.generate;

/**
 * The engine's limits.
 *
 * @param slots         most texts that grow together
 * @param slotTokens    tokens a usual slot holds, prompt and answer; 0 lets the model decide. Longer ones share one long slot
 * @param cacheBytes    most bytes of keys and values; decides how long the long slot is
 * @param queueCapacity most requests waiting; one more is refused
 * @param promptTokens  most tokens of prompts, padding included, that are read in one run; a quarter of it while a live text
 *                      grows. A longer prompt is read in chunks
 * @param sharedPrefix  fewest tokens that prompts about the same picture must have in common to be read once for all. What
 *                      differs is then read prompt by prompt, so that a short prefix is cheaper read again
 */
public record EngineConfig(
        int slots, int slotTokens, long cacheBytes, int queueCapacity, int promptTokens, int sharedPrefix) {
    /** 64 slots, 512 MB, 1024 waiting, 480 tokens of prompts a run, prefixes from 64 tokens on shared. */
    public static final EngineConfig DEFAULT = new EngineConfig(64, 0, 512L << 20, 1024, 480, 64);

    public EngineConfig {
        if (slots < 1
                || slotTokens < 0
                || cacheBytes < 1
                || queueCapacity < 1
                || promptTokens < 4
                || sharedPrefix < 1) {
            throw new IllegalArgumentException("Limits must be positive");
        }
    }

    /** These limits with so many slots. */
    public EngineConfig withSlots(int newSlots) {
        return new EngineConfig(newSlots, slotTokens, cacheBytes, queueCapacity, promptTokens, sharedPrefix);
    }

    /** These limits with prompts read in such pieces. */
    public EngineConfig withPromptTokens(int tokens) {
        return new EngineConfig(slots, slotTokens, cacheBytes, queueCapacity, tokens, sharedPrefix);
    }

    /** These limits with prefixes of so many tokens shared. */
    public EngineConfig withSharedPrefix(int tokens) {
        return new EngineConfig(slots, slotTokens, cacheBytes, queueCapacity, promptTokens, tokens);
    }
}
