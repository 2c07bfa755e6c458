package dev.sightline.generate;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.Decoder;
import dev.sightline.model.Logits;
import dev.sightline.model.OnnxModels;
import dev.sightline.model.Prompt;
import dev.sightline.model.VisionLanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Continuous batching: one thread reads new prompts and lets every text in work grow by a token, over and over.
 *
 * <pre>
 * submit ─▶ RequestQueue ─▶ prefill (several prompts, right-padded) ─▶ decode (all rows, a token each) ─▶ Generation
 *                              └──────────────── slots of one KV cache ────────────────┘
 * </pre>
 *
 * <p>Whoever started it closes it, before the model.
 */
public final class Engine implements TextGenerator, AutoCloseable {
    /** While live texts grow, bulk ones do so at one step of so many. */
    private static final int BULK_SHARE = 4;

    /** While live texts grow, prompts are read in pieces of one part of so many. */
    private static final int LIVE_SHARE = 4;

    private final VisionLanguageModel model;
    private final Decoder decoder;
    private final EngineListener listener;
    private final RequestQueue queue;
    private final BatchPool pool;
    private final int promptTokens;
    private long iterations;
    private final Lock turn = OnnxModels.turn();
    private final Thread thread = new Thread(this::work, "sightline-generate");
    private volatile int active;
    private volatile long nanosPerText;
    private long lastFinished;

    private Engine(VisionLanguageModel model, EngineConfig config, EngineListener listener) {
        this.model = model;
        this.decoder = model.decoder();
        this.listener = listener;
        this.queue = new RequestQueue(config.queueCapacity());
        this.promptTokens = config.promptTokens();
        this.pool = BatchPool.of(decoder, config, model.contextTokens());
    }

    /** Starts an engine on a loaded model. */
    public static Engine start(VisionLanguageModel model, EngineConfig config, EngineListener listener) {
        Engine engine = new Engine(model, config, listener);
        engine.thread.start();
        return engine;
    }

    @Override
    public CompletableFuture<Generation> submit(GenerationRequest request, TextStream stream) {
        Prompt prompt;
        try {
            prompt = model.prompts()
                    .write(
                            request.turns(),
                            request.images().stream().map(ImageFeatures::layout).toList());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(
                    new CaptionException(FailureCode.TASK_UNSUPPORTED.because(String.valueOf(e.getMessage())), e));
        }
        Set<Integer> own = request.config().eosTokenIds();
        StoppingCriteria stopping = new StoppingCriteria(
                own != null ? own : model.eosTokenIds(), request.config().maxNewTokens());
        Job job = new Job(request, new PromptState(prompt, request.images()), stopping, model.tokenizer(), stream);
        int most = pool.mostTokens(job.width());
        if (job.mostTokens() > most) {
            job.fail(
                    FailureCode.PROMPT_TOO_LONG.because("The prompt has " + prompt.length()
                            + " tokens and the answer may have " + stopping.maxNewTokens() + "; together at most "
                            + most
                            + " fit, with " + job.width() + " beams"),
                    null);
        } else {
            queue.add(job);
        }
        return job.result();
    }

    /** How busy it is. */
    public EngineLoad load() {
        Long oldest = queue.oldest();
        int waiting = queue.size();
        return new EngineLoad(
                waiting,
                oldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest),
                active,
                Duration.ofNanos(nanosPerText * waiting));
    }

    private void work() {
        try {
            while (!queue.closed()) {
                if (active == 0) {
                    queue.await();
                }
                turn.lock();
                try {
                    iterate(Instant.now());
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            List<Job> left = new ArrayList<>(queue.close());
            pool.batches().forEach(batch -> left.addAll(batch.jobs()));
            left.forEach(job -> job.fail(FailureCode.ENGINE_FAILED.because("The engine was closed"), null));
            pool.close();
        }
    }

    private void iterate(Instant now) {
        queue.dropIf(job -> job.abandoned(now));
        pool.batches().forEach(batch -> batch.jobs().forEach(job -> job.abandoned(now)));
        pool.compact();
        int limit = anyLive() ? Math.max(1, promptTokens / LIVE_SHARE) : promptTokens;
        if (!readOn(limit)) {
            admit(limit);
        }
        pool.compact();
        decode();
        pool.compact();
        active = pool.batches().stream().mapToInt(batch -> batch.rows().size()).sum();
    }

    private boolean anyLive() {
        return pool.batches().stream()
                .flatMap(batch -> batch.rows().stream())
                .anyMatch(row -> row.job().priority() == Priority.LIVE);
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

    /** Reads the next prompts: as many as fit the limit of padded tokens, or the beginning of a longer one. */
    private void admit(int limit) {
        List<Job> jobs = new ArrayList<>();
        for (Job job = next(jobs, limit); job != null; job = next(jobs, limit)) {
            job.admit();
            jobs.add(job);
        }
        if (!jobs.isEmpty()) {
            RowBatch batch = pool.begin(jobs);
            int first = batch.rows().size() - jobs.size();
            read(batch, first, batch.rows().subList(first, first + jobs.size()), limit);
        }
    }

    private void read(RowBatch batch, int first, List<Row> rows, int limit) {
        boolean chunked = rows.size() == 1 && batch.rows().size() == 1;
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

    private @Nullable Job next(List<Job> jobs, int limit) {
        return queue.poll(job -> {
            int width = jobs.stream()
                    .mapToInt(other -> other.prompt().length())
                    .reduce(job.prompt().length(), Math::max);
            return (jobs.isEmpty() || (jobs.size() + 1) * width <= limit) && pool.hasRoom(jobs, job);
        });
    }

    /** Runs rows {@code first…} of a batch and lets their jobs choose; where the run fails, each row alone. */
    private Duration run(RowBatch batch, int first, List<Row> rows) {
        long begin = System.nanoTime();
        Logits logits;
        try {
            logits = decoder.run(rows, batch.cache(), first);
        } catch (IllegalStateException e) {
            apart(batch, first, rows, e);
            return Duration.ofNanos(System.nanoTime() - begin);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        rows.forEach(Row::advance);
        choose(batch, first, rows, logits);
        return time;
    }

    private void apart(RowBatch batch, int first, List<Row> rows, IllegalStateException failed) {
        for (int i = 0; i < rows.size(); i++) {
            Job job = rows.get(i).job();
            if (rows.size() > 1 && batch.cache().joinable() && job.width() == 1) {
                run(batch, first + i, rows.subList(i, i + 1));
            } else {
                job.fail(FailureCode.ENGINE_FAILED.because("The decoder's run failed: " + failed.getMessage()), failed);
            }
        }
    }

    private void choose(RowBatch batch, int first, List<Row> rows, Logits logits) {
        Map<Job, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).reading()) {
                places.computeIfAbsent(rows.get(i).job(), job -> new ArrayList<>())
                        .add(i);
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
                finished(job);
            }
        });
    }

    private void finished(Job job) {
        long now = System.nanoTime();
        long pace = now - lastFinished;
        nanosPerText = lastFinished == 0 ? pace : (long) (0.9 * nanosPerText + 0.1 * pace);
        lastFinished = now;
        if (!job.result().isCompletedExceptionally()) {
            listener.finished(job.result().join());
        }
    }

    /** Fails what waits or grows, and frees the slots. */
    @Override
    public void close() {
        queue.close().forEach(job -> job.fail(FailureCode.ENGINE_FAILED.because("The engine was closed"), null));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
