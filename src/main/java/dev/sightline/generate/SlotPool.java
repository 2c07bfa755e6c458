package dev.sightline.generate;

import dev.sightline.model.Decoder;
import java.util.ArrayList;
import java.util.List;

/** Many short slots, and one long one that is made when the first long text comes. */
final class SlotPool implements BatchPool {
    private static final int USUAL_TOKENS = 160;

    private final Decoder decoder;
    private final int shortTokens;
    private final int longTokens;
    private final List<RowBatch> batches = new ArrayList<>(); // short slots, long slot

    SlotPool(Decoder decoder, EngineConfig config, int contextTokens) {
        this.decoder = decoder;
        this.shortTokens = Math.min(contextTokens, config.slotTokens() > 0 ? config.slotTokens() : USUAL_TOKENS);
        long affordable = config.cacheBytes() / decoder.bytesPerToken();
        int slots = (int) Math.max(1, Math.min(config.slots(), affordable / shortTokens - 1));
        this.longTokens = (int) Math.min(contextTokens, affordable - (slots + 1L) * shortTokens);
        batches.add(new RowBatch(decoder.allocate(slots, shortTokens)));
    }

    @Override
    public int mostTokens() {
        return Math.max(shortTokens, longTokens);
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
        return together.stream().noneMatch(this::isLong) && batches.get(0).free() >= taken;
    }

    private boolean isLong(Job job) {
        return job.mostTokens() > shortTokens;
    }

    @Override
    public RowBatch begin(List<Job> jobs) {
        if (isLong(jobs.get(0)) && batches.size() < 2) {
            batches.add(new RowBatch(decoder.allocate(1, longTokens)));
        }
        RowBatch batch = batches.get(isLong(jobs.get(0)) ? 1 : 0);
        batch.begin(jobs);
        return batch;
    }
}
