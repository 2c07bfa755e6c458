package dev.sightline.generate;

import static java.util.Objects.requireNonNull;

import dev.sightline.model.Decoder;
import dev.sightline.model.DecoderLane;
import dev.sightline.model.Logits;
import dev.sightline.model.runtime.Cores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs in one iteration: at most one reading of prompts, and every text in work grows by a token.
 *
 * <p>Three ways to read: several new prompts at once, right-padded; the next chunk of one that was begun; or what a prompt
 * adds to one whose tokens a slot still holds, such as another question about the same picture. The first goes on beside the
 * texts that grow, where the cores can be shared. Not thread-safe.
 */
final class Scheduler implements AutoCloseable {
    /** While live texts grow, bulk ones do so at one step of so many. */
    private static final int BULK_SHARE = 4;

    /** While live texts grow, prompts are read in pieces of one part of so many. */
    private static final int LIVE_SHARE = 4;

    private final Decoder decoder;
    private final DecoderLane lane;
    private final PromptReader reader;
    private final Cores cores;
    private final RequestQueue queue;
    private final BatchPool pool;
    private final EngineListener listener;
    private final Consumer<Job> finished;
    private final int promptTokens;
    private final int sharedPrefix;
    private final List<Job> admitted = new ArrayList<>(); // in this iteration; each may not have its slots yet
    private long iterations;

    /**
     * @param cores    the decoder's part of the processor
     * @param finished hears of each job that is done with a text
     */
    Scheduler(
            Decoder decoder,
            Cores cores,
            RequestQueue queue,
            BatchPool pool,
            EngineConfig config,
            EngineListener listener,
            Consumer<Job> finished) {
        this.decoder = decoder;
        this.lane = decoder.lane();
        this.reader = new PromptReader(decoder);
        this.cores = cores;
        this.queue = queue;
        this.pool = pool;
        this.listener = listener;
        this.finished = finished;
        this.promptTokens = config.promptTokens();
        this.sharedPrefix = config.sharedPrefix();
    }

    /** Reads what may be read and lets every text grow; returns how many are in work after it. */
    int iterate(Instant now) {
        queue.dropIf(job -> job.abandoned(now));
        pool.batches().forEach(batch -> batch.jobs().forEach(job -> job.abandoned(now)));
        join();
        pool.compact();
        int limit = anyLive() ? Math.max(1, promptTokens / LIVE_SHARE) : promptTokens;
        if (!readOn(limit) && !readFurther(limit) && reader.idle()) {
            admit(limit);
        }
        pool.compact();
        decode();
        pool.compact();
        admitted.clear();
        return pool.batches().stream().mapToInt(RowBatch::size).sum();
    }

    /** Lets what was read beside grow with the others, once it is read; waits for it if there are no others. */
    private void join() {
        boolean others = pool.batches().stream().anyMatch(batch -> !batch.rows().isEmpty());
        if (reader.idle() || (others && !reader.done())) {
            return;
        }
        PromptReader.Reading read = reader.take();
        RowBatch batch = read.into();
        int first = batch.join();
        List<Row> rows = batch.rows().subList(first, batch.rows().size());
        listener.prefilled(rows.size(), read.tokens(), read.time());
        if (read.scores() != null) {
            choose(batch, first, rows, read.scores());
        } else {
            apart(batch, first, rows, requireNonNull(read.failed()));
        }
    }

    /** The jobs that have slots, or are about to get them. */
    List<Job> jobs() {
        Stream<Job> slots = pool.batches().stream().flatMap(batch -> batch.jobs().stream());
        return Stream.concat(admitted.stream(), slots).distinct().toList();
    }

    /** Fails all that is in work, after an iteration that failed, and frees its slots. */
    void giveUp(String what, Throwable error) {
        jobs().forEach(job -> job.fail(what, error));
        reader.giveUp();
        pool.batches().forEach(RowBatch::clear);
        admitted.clear();
    }

    private boolean anyLive() {
        return jobs().stream().anyMatch(job -> job.priority() == Priority.LIVE);
    }

    /** Reads the next chunk of a prompt that was begun; false if there is none. */
    private boolean readOn(int limit) {
        for (RowBatch batch : pool.batches()) {
            Row row = batch.reading();
            if (row != null) {
                read(batch, 0, List.of(row), limit);
                return true;
            }
        }
        return false;
    }

    /** Reads what the next prompts add to prompts that slots still hold; false if they hold no such. */
    private boolean readFurther(int limit) {
        int read = 0;
        for (Job job = known(limit); job != null && read < limit; job = known(limit - read)) {
            admit(job);
            RowBatch batch = pool.resume(job);
            int slot = batch.rows().size() - 1;
            Row row = batch.rows().get(slot);
            read += row.length();
            read(batch, slot, List.of(row), limit);
        }
        return read > 0;
    }

    private @Nullable Job known(int limit) {
        return queue.poll(job -> {
            int known = pool.known(job);
            return known >= sharedPrefix && job.prompt().length() - known <= limit && pool.hasRoom(List.of(), job);
        });
    }

    /** Reads the next prompts: as many as fit the limit of padded tokens, or the beginning of a longer one. */
    private void admit(int limit) {
        List<Job> jobs = new ArrayList<>();
        for (Job job = next(jobs, limit); job != null; job = next(jobs, limit)) {
            admit(job);
            jobs.add(job);
        }
        if (jobs.isEmpty()) {
            return;
        }
        RowBatch growing = pool.growingBeside(jobs);
        if (growing != null) {
            reader.begin(growing, jobs);
            return;
        }
        RowBatch batch = pool.begin(jobs);
        int first = batch.rows().size() - jobs.size();
        List<Row> rows = batch.rows().subList(first, first + jobs.size());
        int shared = shared(jobs);
        if (shared > 0) { // a cohort's: where texts may begin at any time, the others wait for the first
            read(batch, 0, rows.subList(0, 1), shared);
            for (int slot = 1; slot < rows.size() && rows.get(0).past() == shared; slot++) {
                batch.cache().copy(0, slot, shared);
                rows.get(slot).skip(shared);
            }
        }
        read(batch, first, rows, limit);
    }

    private void admit(Job job) {
        admitted.add(job);
        job.admit();
    }

    private @Nullable Job next(List<Job> jobs, int limit) {
        return queue.poll(job -> (jobs.isEmpty() || (padded(with(jobs, job)) <= limit && mayJoin(jobs, job)))
                && pool.hasRoom(jobs, job));
    }

    private static List<Job> with(List<Job> jobs, Job next) {
        List<Job> all = new ArrayList<>(jobs);
        all.add(next);
        return all;
    }

    /** How many tokens reading these prompts takes, padding included. */
    private int padded(List<Job> jobs) {
        int shared = shared(jobs);
        int width = jobs.stream().mapToInt(job -> job.prompt().length()).max().orElse(0);
        return shared + jobs.size() * (width - shared);
    }

    /** Whether a prompt is read beside others: in slots none that shares with them, in a cohort all or none. */
    private boolean mayJoin(List<Job> jobs, Job next) {
        int known = jobs.stream()
                .mapToInt(job -> next.prompt().shared(job.prompt()))
                .max()
                .orElse(0);
        if (decoder.inPlace()) {
            return known < sharedPrefix;
        }
        boolean sharing = jobs.size() > 1 && shared(jobs) > 0;
        return jobs.size() == 1 || sharing == shared(with(jobs, next)) > 0;
    }

    /** How many first tokens a cohort's prompts have in common; 0 where they are read whole. */
    private int shared(List<Job> jobs) {
        if (decoder.inPlace() || jobs.size() < 2) {
            return 0;
        }
        PromptState first = jobs.get(0).prompt();
        int least = jobs.stream()
                .skip(1)
                .mapToInt(job -> job.prompt().shared(first))
                .min()
                .orElse(0);
        int shared = Math.min(least, first.length() - 1);
        return shared >= sharedPrefix ? shared : 0;
    }

    private void read(RowBatch batch, int first, List<Row> rows, int limit) {
        boolean chunked =
                rows.size() == 1 && (batch.rows().size() == 1 || !batch.cache().joinable());
        rows.forEach(row -> row.read(chunked ? limit : Integer.MAX_VALUE));
        int tokens = rows.stream().mapToInt(Row::length).sum();
        Duration time = run(batch, first, rows);
        listener.prefilled(rows.size(), tokens, time);
    }

    /** Lets every text grow by a token; bulk ones only at their share of steps while live ones grow. */
    private void decode() {
        boolean everyone = iterations++ % BULK_SHARE == 0 || !anyLive();
        for (RowBatch batch : pool.batches()) {
            int rows = everyone ? batch.rows().size() : batch.liveFirst();
            if (rows > 0 && batch.reading() == null) {
                listener.decoded(rows, run(batch, 0, batch.rows().subList(0, rows)));
            }
        }
    }

    /** Runs rows {@code first…} of a batch and lets their jobs choose; where the run fails, each row alone. */
    private Duration run(RowBatch batch, int first, List<Row> rows) {
        Logits logits;
        Duration time;
        try (Cores.Turn turn = cores.take()) {
            logits = lane.run(rows, batch.cache(), first, turn.all());
            time = turn.coreTime();
        } catch (RuntimeException | OutOfMemoryError e) {
            batch.forget(first, rows.size());
            apart(batch, first, rows, e);
            return Duration.ZERO;
        }
        rows.forEach(Row::advance);
        choose(batch, first, rows, logits);
        return time;
    }

    private void apart(RowBatch batch, int first, List<Row> rows, Throwable failed) {
        for (int i = 0; i < rows.size(); i++) {
            Job job = rows.get(i).job();
            if (rows.size() > 1 && batch.cache().joinable() && job.width() == 1) {
                run(batch, first + i, rows.subList(i, i + 1));
            } else {
                job.fail("The decoder's run failed", failed);
            }
        }
    }

    private void choose(RowBatch batch, int first, List<Row> rows, Logits logits) {
        Map<Job, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).reading()) {
                batch.hold(first + i);
                Job whose = rows.get(i).job();
                if (!whose.done()) { // nobody hears of a text that was given up meanwhile
                    places.computeIfAbsent(whose, job -> new ArrayList<>()).add(i);
                }
            }
        }
        places.forEach((job, at) -> {
            at.sort(Comparator.comparingInt(place -> rows.get(place).beam()));
            int[] inRun = at.stream().mapToInt(Integer::intValue).toArray();
            Decoding.Step step =
                    job.next(logits, inRun, at.stream().map(rows::get).toList());
            if (step instanceof Decoding.Grow grow) {
                batch.grow(at.stream().mapToInt(place -> first + place).toArray(), grow);
            } else {
                finished.accept(job);
            }
        });
    }

    @Override
    public void close() {
        reader.close();
        pool.close();
    }
}
