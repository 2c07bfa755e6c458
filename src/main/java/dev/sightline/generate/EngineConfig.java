package dev.sightline.generate;

/**
 * The engine's limits.
 *
 * @param slots         most texts that grow together
 * @param slotTokens    tokens a usual slot holds, prompt and answer; 0 lets the model decide. Longer ones share one long slot
 * @param cacheBytes    most bytes of keys and values; decides how long the long slot is
 * @param queueCapacity most requests waiting; one more is refused
 */
public record EngineConfig(int slots, int slotTokens, long cacheBytes, int queueCapacity) {
    /** 32 slots, 512 MB, 1024 waiting. */
    public static final EngineConfig DEFAULT = new EngineConfig(32, 0, 512L << 20, 1024);

    public EngineConfig {
        if (slots < 1 || slotTokens < 0 || cacheBytes < 1 || queueCapacity < 1) {
            throw new IllegalArgumentException("Limits must be positive");
        }
    }

    /** These limits with so many slots. */
    public EngineConfig withSlots(int newSlots) {
        return new EngineConfig(newSlots, slotTokens, cacheBytes, queueCapacity);
    }
}
