package dev.sightline.generate;

import dev.sightline.model.Decoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many short slots, and a batch for one long text at a time, made when the first comes: a row, or as many as its beams need.
 */
final class SlotPool implements BatchPool {
    private static final int KEPT_FOR_LIVE = 16; // one slot of so many, so that a live text need not wait for bulk ones

    private final Decoder decoder;
    private final SlotSizes sizes;
    private final int contextTokens;
    private final long longRows; // tokens that a long text's rows may take together
    private final List<RowBatch> batches = new ArrayList<>(); // short slots, long text

    SlotPool(Decoder decoder, EngineConfig config, int usualTokens, int contextTokens) {
        this.decoder = decoder;
        this.sizes = SlotSizes.of(
                decoder.bytesPerToken(),
                config.cacheBytes(),
                config.slots(),
                config.slotTokens() > 0 ? config.slotTokens() : usualTokens,
                contextTokens);
        this.contextTokens = contextTokens;
        this.longRows = config.cacheBytes() / decoder.bytesPerToken() - (sizes.tokens() - sizes.longTokens());
        batches.add(new RowBatch(decoder.allocate(sizes.slots(), sizes.shortTokens())));
    }

    @Override
    public int mostTokens(int rows) {
        if (rows == 1) {
            return sizes.mostTokens();
        }
        int apart = (int) Math.min(contextTokens, longRows / (rows + 1)); // beams are reordered by way of a spare row
        return rows > sizes.slots() ? apart : Math.max(sizes.shortTokens(), apart);
    }

    @Override
    public List<RowBatch> batches() {
        return batches;
    }

    @Override
    public boolean hasRoom(List<Job> together, Job next) {
        if (isLong(next)) {
            return together.isEmpty() && (batches.size() < 2 || batches.get(1).isEmpty());
        }
        int taken = together.stream().mapToInt(Job::width).sum() + next.width();
        RowBatch slots = batches.get(0);
        boolean first = next.priority() == Priority.LIVE || (slots.isEmpty() && together.isEmpty());
        int kept = first ? 0 : (slots.cache().slots() + KEPT_FOR_LIVE / 2) / KEPT_FOR_LIVE;
        return together.stream().noneMatch(this::isLong) && slots.free() - kept >= taken;
    }

    private boolean isLong(Job job) {
        return job.mostTokens() > sizes.shortTokens() || job.width() > sizes.slots();
    }

    @Override
    public @Nullable RowBatch growingBeside(List<Job> jobs) {
        RowBatch slots = batches.get(0);
        boolean can = decoder.shares() && !slots.isEmpty() && jobs.stream().noneMatch(this::isLong);
        return can ? slots : null;
    }

    @Override
    public int known(Job job) {
        return isLong(job) && !fitsLong(job) ? 0 : of(job).known(job.prompt());
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
        if (isLong(jobs.get(0)) && !fitsLong(jobs.get(0))) {
            makeLong(jobs.get(0));
        }
        RowBatch batch = of(jobs.get(0));
        batch.begin(jobs);
        return batch;
    }

    private boolean fitsLong(Job job) {
        return batches.size() == 2
                && batches.get(1).cache().slots() >= job.width()
                && batches.get(1).cache().tokens() >= job.mostTokens();
    }

    private void makeLong(Job job) {
        if (batches.size() == 2) {
            batches.remove(1).close();
        }
        int tokens = job.width() == 1 ? sizes.longTokens() : job.mostTokens();
        batches.add(new RowBatch(decoder.allocate(job.width(), tokens)));
    }
}
