package dev.sightline.generate;

import java.time.Duration;

/**
 * How busy the engine is.
 *
 * @param waiting       requests in the queue
 * @param oldest        how long the first of them has waited
 * @param active        texts that grow now
 * @param estimatedWait how long a request submitted now would wait for a slot, from the pace of the last ones
 */
public record EngineLoad(int waiting, Duration oldest, int active, Duration estimatedWait) {}
