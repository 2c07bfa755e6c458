package dev.sightline.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request in work at a time, its beams together: for a decoder whose rows would depend on each other.
 *
 * <p>What two prompts have in common is read for each, because it too would be scaled by what stands beside it.
 */
record AlonePool(BatchPool caches) implements BatchPool {
    @Override
    public int mostTokens(int rows) {
        return caches.mostTokens(rows);
    }

    @Override
    public List<RowBatch> batches() {
        return caches.batches();
    }

    @Override
    public boolean hasRoom(List<Job> together, Job next) {
        return together.isEmpty()
                && caches.batches().stream().allMatch(RowBatch::isEmpty)
                && caches.hasRoom(together, next);
    }

    @Override
    public RowBatch begin(List<Job> jobs) {
        return caches.begin(jobs);
    }

    @Override
    public @Nullable RowBatch growingBeside(List<Job> jobs) {
        return null;
    }

    @Override
    public int known(Job job) {
        return 0;
    }

    @Override
    public RowBatch resume(Job job) {
        return caches.resume(job);
    }
}
