package dev.sightline.bench;

/**
 * This engine as one of several contenders.
 *
 * @param name        what the report calls it
 * @param bench       with its precision
 * @param concurrency images in work at once
 */
public record Ours(String name, EngineBench bench, int concurrency) {
    EngineBench.Run run() {
        return bench.measure(concurrency);
    }
}
