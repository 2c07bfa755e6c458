package dev.sightline.generate;

import dev.sightline.model.KeyValueBuffers;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs of one cache, job {@code i} in slot {@code i}: the busy slots always lie side by side from 0.
 *
 * <p>Not thread-safe; the engine's thread owns it and closes it.
 */
final class SlotBatch implements AutoCloseable {
    private final KeyValueBuffers cache;
    private final List<Job> jobs = new ArrayList<>();

    SlotBatch(KeyValueBuffers cache) {
        this.cache = cache;
    }

    KeyValueBuffers cache() {
        return cache;
    }

    /** The jobs by slot. */
    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    int size() {
        return jobs.size();
    }

    int free() {
        return cache.slots() - jobs.size();
    }

    /** Gives a job the first free slot. */
    void add(Job job) {
        jobs.add(job);
    }

    /** Frees the slots of jobs that are done; the last ones move into the gaps. */
    void compact() {
        for (int slot = jobs.size() - 1; slot >= 0; slot--) {
            if (jobs.get(slot).result().isDone()) {
                int last = jobs.size() - 1;
                Job moved = jobs.remove(last);
                if (slot < last) {
                    cache.copy(last, slot, moved.row().past());
                    jobs.set(slot, moved);
                }
            }
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
