package dev.sightline.generate;

import static java.util.Objects.requireNonNull;

import dev.sightline.model.Decoder;
import dev.sightline.model.DecoderLane;
import dev.sightline.model.Logits;
import dev.sightline.model.runtime.Cores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads prompts on a thread of its own, beside the texts that grow: each on its share of the cores.
 *
 * <p>One reading at a time; who began it takes it before the next. Whoever made it closes it, before the cache.
 */
final class PromptReader implements AutoCloseable {
    private final DecoderLane lane;
    private final Cores cores;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "sightline-read");
        made.setDaemon(true);
        return made;
    });
    private @Nullable CompletableFuture<Reading> reading;

    /**
     * What was read.
     *
     * @param into   where its rows join
     * @param tokens how many there were
     * @param time   what it took of the cores
     * @param scores the scores after each prompt, overwritten by the next reading; null where the run failed
     * @param failed why there are none
     */
    record Reading(RowBatch into, int tokens, Duration time, @Nullable Logits scores, @Nullable Throwable failed) {}

    /**
     * @param shared a decoder that can compute on a share of the cores
     */
    PromptReader(Decoder shared) {
        this.lane = shared.lane();
        this.cores = Cores.eager(shared.shares());
    }

    /** Whether nothing is read or waits to be taken. */
    boolean idle() {
        return reading == null;
    }

    /** Whether what was begun can be taken at once. */
    boolean done() {
        return reading != null && reading.isDone();
    }

    /** Begins to read these jobs' prompts, whole; nothing else may be under way. */
    void begin(RowBatch into, List<Job> jobs) {
        RowBatch beside = into.beginBeside(jobs);
        cores.busy(true); // from now on, so that the texts' next step leaves it a share
        reading = CompletableFuture.supplyAsync(() -> read(into, beside), thread);
    }

    private Reading read(RowBatch into, RowBatch beside) {
        List<Row> rows = beside.rows();
        int tokens = rows.stream().mapToInt(Row::length).sum();
        try (Cores.Turn turn = cores.take()) {
            Logits scores = lane.run(rows, beside.cache(), 0, turn.all());
            rows.forEach(Row::advance);
            return new Reading(into, tokens, turn.coreTime(), scores, null);
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Reading(into, tokens, Duration.ZERO, null, e);
        } finally {
            cores.busy(false);
        }
    }

    /** Waits for what was begun. */
    Reading take() {
        CompletableFuture<Reading> begun = requireNonNull(reading);
        reading = null; // also where it throws
        return begun.join();
    }

    /** Waits for a run that is under way; nobody takes what it reads. */
    void giveUp() {
        if (reading != null) {
            reading.handle((read, failed) -> true).join();
            reading = null;
        }
        cores.busy(false);
    }

    @Override
    public void close() {
        giveUp();
        thread.shutdown();
    }
}
