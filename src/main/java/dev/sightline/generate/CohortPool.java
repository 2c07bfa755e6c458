package dev.sightline.generate;

import dev.sightline.model.Decoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts that begin together grow together, each cohort in a cache of its own; an empty one is used again. */
final class CohortPool implements BatchPool {
    private static final int COHORTS = 4;

    private final Decoder decoder;
    private final int slots;
    private final int contextTokens;
    private final long affordableTokens; // of past and present together
    private final List<RowBatch> cohorts = new ArrayList<>();

    CohortPool(Decoder decoder, EngineConfig config, int contextTokens) {
        this.decoder = decoder;
        this.slots = config.slots();
        this.contextTokens = contextTokens;
        this.affordableTokens = config.cacheBytes() / decoder.bytesPerToken() / 2;
    }

    @Override
    public int mostTokens(int rows) {
        return rows > capacity() ? 0 : (int) Math.min(contextTokens, affordableTokens / rows);
    }

    @Override
    public List<RowBatch> batches() {
        return cohorts;
    }

    @Override
    public boolean hasRoom(List<Job> together, Job next) {
        List<Job> all = new ArrayList<>(together);
        all.add(next);
        cohorts.forEach(cohort -> all.addAll(cohort.jobs()));
        int rows = all.stream().mapToInt(Job::width).sum();
        long tokens = all.stream()
                .mapToLong(job -> (long) job.width() * job.mostTokens())
                .sum();
        boolean alike = together.isEmpty()
                || decoder.ragged()
                || together.get(0).prompt().length() == next.prompt().length();
        boolean empty = cohorts.size() < COHORTS || cohorts.stream().anyMatch(RowBatch::isEmpty);
        boolean alone = all.size() == 1; // whoever fits the limit at all may run alone
        return alike && empty && (alone || (rows <= slots && tokens <= affordableTokens));
    }

    @Override
    public RowBatch begin(List<Job> jobs) {
        RowBatch cohort = cohorts.stream().filter(RowBatch::isEmpty).findFirst().orElseGet(() -> {
            RowBatch made = new RowBatch(decoder.allocate(capacity(), contextTokens));
            cohorts.add(made);
            return made;
        });
        cohort.begin(jobs);
        return cohort;
    }

    @Override
    public @Nullable RowBatch growingBeside(List<Job> jobs) {
        return null; // a cohort is joined by nobody
    }

    @Override
    public int known(Job job) {
        return 0; // it shares among its own
    }

    @Override
    public RowBatch resume(Job job) {
        throw new IllegalStateException("Nobody joins a cohort");
    }

    /** Rows of a cache: the usual limit, but no fewer than the widest beam search has. */
    private int capacity() {
        return Math.max(slots, 16);
    }
}
