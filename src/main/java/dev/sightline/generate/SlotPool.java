package dev.sightline.generate;

import dev.sightline.model.Decoder;
import java.util.ArrayList;
import java.util.List;

/** Many short slots, and one long one that is made when the first long text comes. */
final class SlotPool implements BatchPool {
    private static final int KEPT_FOR_LIVE = 8; // one slot of so many, so that a live text need not wait for bulk ones

    private final Decoder decoder;
    private final SlotSizes sizes;
    private final List<RowBatch> batches = new ArrayList<>(); // short slots, long slot

    SlotPool(Decoder decoder, EngineConfig config, int usualTokens, int contextTokens) {
        this.decoder = decoder;
        this.sizes = SlotSizes.of(
                decoder.bytesPerToken(),
                config.cacheBytes(),
                config.slots(),
                config.slotTokens() > 0 ? config.slotTokens() : usualTokens,
                contextTokens);
        batches.add(new RowBatch(decoder.allocate(sizes.slots(), sizes.shortTokens())));
    }

    @Override
    public int mostTokens(int rows) {
        if (rows > batches.get(0).cache().slots()) {
            return 0;
        }
        return rows == 1 ? sizes.mostTokens() : sizes.shortTokens();
    }

    @Override
    public List<RowBatch> batches() {
        return batches;
    }

    @Override
    public boolean hasRoom(List<Job> together, Job next) {
        if (isLong(next)) {
            return together.isEmpty()
                    && next.width() == 1
                    && (batches.size() < 2 || batches.get(1).isEmpty());
        }
        int taken = together.stream().mapToInt(Job::width).sum() + next.width();
        RowBatch slots = batches.get(0);
        boolean first = next.priority() == Priority.LIVE || (slots.isEmpty() && together.isEmpty());
        int kept = first ? 0 : slots.cache().slots() / KEPT_FOR_LIVE;
        return together.stream().noneMatch(this::isLong) && slots.free() - kept >= taken;
    }

    private boolean isLong(Job job) {
        return job.mostTokens() > sizes.shortTokens();
    }

    @Override
    public int known(Job job) {
        return isLong(job) && batches.size() < 2 ? 0 : of(job).known(job.prompt());
    }

    @Override
    public RowBatch resume(Job job) {
        of(job).resume(job);
        return of(job);
    }

    private RowBatch of(Job job) {
        return batches.get(isLong(job) ? 1 : 0);
    }

    @Override
    public RowBatch begin(List<Job> jobs) {
        if (isLong(jobs.get(0)) && batches.size() < 2) {
            batches.add(new RowBatch(decoder.allocate(1, sizes.longTokens())));
        }
        RowBatch batch = of(jobs.get(0));
        batch.begin(jobs);
        return batch;
    }
}
