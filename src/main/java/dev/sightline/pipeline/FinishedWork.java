package dev.sightline.pipeline;

import dev.sightline.caption.TaskOutcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What has been worked out and is not yet committed. A record that comes again after a rebalance or an aborted
 * transaction takes its outcomes from here, also while they are still being worked out; only beyond the bound is work
 * done twice.
 */
final class FinishedWork {
    private static final int REMEMBERED_PER_KEPT = 16;

    private final int bound;
    private final Runnable recomputed;
    private final Map<String, CompletableFuture<List<TaskOutcome>>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> begun = new LinkedHashSet<>();

    /**
     * @param bound      the most outcomes kept
     * @param recomputed told of each work that is done again
     */
    FinishedWork(int bound, Runnable recomputed) {
        this.bound = bound;
        this.recomputed = recomputed;
    }

    /** The outcomes of this work: those kept, else what the supplier starts. */
    synchronized CompletableFuture<List<TaskOutcome>> once(
            String work, Supplier<CompletableFuture<List<TaskOutcome>>> start) {
        var known = kept.get(work);
        if (known != null) {
            return known;
        }
        if (!begun.add(work)) {
            recomputed.run();
        }
        var started = start.get();
        kept.put(work, started);
        trim(kept.keySet(), bound);
        trim(begun, bound * REMEMBERED_PER_KEPT);
        return started;
    }

    /** A process that has died had begun this work. */
    synchronized void begunBefore(String work) {
        begun.add(work);
    }

    /** These outcomes are visible; nobody will ask for them again. */
    synchronized void committed(Collection<String> works) {
        kept.keySet().removeAll(works);
        begun.removeAll(works);
    }

    private static void trim(Set<String> oldestFirst, int bound) {
        var oldest = oldestFirst.iterator();
        while (oldestFirst.size() > bound) {
            oldest.next();
            oldest.remove();
        }
    }
}
