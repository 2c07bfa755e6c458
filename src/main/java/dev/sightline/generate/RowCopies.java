package dev.sightline.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which rows are copied over one another so that none is read after it was overwritten.
 *
 * <p>Rows that nobody reads any more are written first; a circle is opened by way of a spare row.
 */
final class RowCopies {
    private RowCopies() {}

    /** Copy row {@code from} over row {@code to}. */
    record Copy(int from, int to) {}

    /**
     * Plans the copies.
     *
     * @param sources sources[i] is the row whose content row targets[i] is to have
     * @param targets rows, each once
     * @param spare   a row besides
     */
    static List<Copy> plan(int[] sources, int[] targets, int spare) {
        List<Copy> waiting = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != targets[i]) {
                waiting.add(new Copy(sources[i], targets[i]));
            }
        }
        List<Copy> plan = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Copy free = waiting.stream()
                    .filter(copy -> waiting.stream().noneMatch(other -> other.from == copy.to))
                    .findFirst()
                    .orElse(null);
            if (free == null) {
                Copy opened = waiting.get(0); // all in circles: set one target's content aside
                plan.add(new Copy(opened.to, spare));
                waiting.replaceAll(copy -> copy.from == opened.to ? new Copy(spare, copy.to) : copy);
            } else {
                waiting.remove(free);
                plan.add(free);
            }
        }
        return plan;
    }
}
