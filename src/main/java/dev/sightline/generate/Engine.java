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
import java.util.List;
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
    private static final int PROMPT_TOKENS_IDLE = 256;
    private static final int PROMPT_TOKENS_BUSY = 64;

    private final VisionLanguageModel model;
    private final Decoder decoder;
    private final EngineListener listener;
    private final RequestQueue queue;
    private final int contextTokens;
    private final int slotTokens;
    private final int longTokens;
    private final SlotBatch slots;
    private @Nullable SlotBatch longSlot;
    private final float[] scratch;
    private final Lock turn = OnnxModels.turn();
    private final Thread thread = new Thread(this::work, "sightline-generate");
    private volatile int active;
    private volatile double secondsPerText;

    private Engine(VisionLanguageModel model, EngineConfig config, EngineListener listener) {
        this.model = model;
        this.decoder = model.decoder();
        this.listener = listener;
        this.queue = new RequestQueue(config.queueCapacity());
        this.contextTokens = model.contextTokens();
        this.slotTokens = Math.min(contextTokens, config.slotTokens() > 0 ? config.slotTokens() : 160);
        long affordable = config.cacheBytes() / decoder.bytesPerToken();
        int count = (int) Math.max(1, Math.min(config.slots(), affordable / slotTokens));
        this.slots = new SlotBatch(decoder.allocate(count, slotTokens));
        this.longTokens = (int) Math.min(contextTokens, affordable - (long) count * slotTokens);
        this.scratch = new float[decoder.vocabulary()];
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
        Job job = new Job(request, stream, model.tokenizer(), stopping, new PromptState(prompt, request.images()));
        int most = Math.max(slotTokens, longTokens);
        if (job.mostTokens() > most) {
            job.fail(
                    FailureCode.PROMPT_TOO_LONG.because(
                            "The prompt has " + prompt.length() + " tokens and the answer may have "
                                    + stopping.maxNewTokens() + "; together at most " + most + " fit"),
                    null);
            return job.result();
        }
        queue.add(job);
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
                Duration.ofNanos((long) (1e9 * secondsPerText * waiting)));
    }

    private void work() {
        try {
            while (!queue.closed()) {
                if (active == 0) {
                    queue.await();
                }
                turn.lock();
                try {
                    iterate();
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            List<Job> left = new ArrayList<>(queue.close());
            left.addAll(slots.jobs());
            if (longSlot != null) {
                left.addAll(longSlot.jobs());
                longSlot.close();
            }
            slots.close();
            left.forEach(job -> job.fail(FailureCode.ENGINE_FAILED.because("The engine was closed"), null));
        }
    }

    private void iterate() {
        Instant now = Instant.now();
        queue.dropIf(job -> job.abandoned(now));
        for (SlotBatch batch : batches()) {
            batch.jobs().forEach(job -> job.abandoned(now));
            batch.compact();
        }
        admit();
        for (SlotBatch batch : batches()) {
            batch.compact();
            decode(batch);
            batch.compact();
        }
        active = batches().stream().mapToInt(SlotBatch::size).sum();
    }

    private List<SlotBatch> batches() {
        return longSlot == null ? List.of(slots) : List.of(slots, longSlot);
    }

    /** Reads the next prompts: as many as fit the limit of padded tokens. */
    private void admit() {
        boolean busy = slots.jobs().stream().anyMatch(job -> job.priority() == Priority.LIVE);
        int limit = busy ? PROMPT_TOKENS_BUSY : PROMPT_TOKENS_IDLE;
        List<Job> prompts = new ArrayList<>();
        for (Job job = next(prompts, limit); job != null; job = next(prompts, limit)) {
            job.admit();
            prompts.add(job);
        }
        if (prompts.isEmpty()) {
            return;
        }
        SlotBatch batch = prompts.get(0).mostTokens() > slotTokens ? longSlot() : slots;
        int first = batch.size();
        prompts.forEach(batch::add);
        int tokens = prompts.stream().mapToInt(job -> job.row().length()).sum();
        Duration time = run(batch, first, prompts);
        listener.prefilled(prompts.size(), tokens, time);
    }

    private @Nullable Job next(List<Job> prompts, int limit) {
        return queue.poll(job -> {
            boolean fits = job.mostTokens() <= slotTokens;
            if (!fits) {
                return prompts.isEmpty() && longSlot().free() > 0;
            }
            int width = prompts.stream()
                    .mapToInt(other -> other.row().length())
                    .max()
                    .orElse(0);
            int padded = (prompts.size() + 1) * Math.max(width, job.row().length());
            boolean alike = prompts.isEmpty() || (prompts.get(0).mostTokens() <= slotTokens && padded <= limit);
            return alike && slots.free() > prompts.size();
        });
    }

    private SlotBatch longSlot() {
        SlotBatch batch = longSlot;
        if (batch == null) {
            batch = new SlotBatch(decoder.allocate(1, longTokens));
            longSlot = batch;
        }
        return batch;
    }

    private void decode(SlotBatch batch) {
        if (batch.size() > 0) {
            Duration time = run(batch, 0, batch.jobs());
            listener.decoded(batch.size(), time);
        }
    }

    /** Runs the jobs in slots {@code first…} and chooses a token for each; where the run fails, each alone. */
    private Duration run(SlotBatch batch, int first, List<Job> jobs) {
        long begin = System.nanoTime();
        try {
            Logits logits = decoder.run(jobs.stream().map(Job::row).toList(), batch.cache(), first);
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            for (int i = 0; i < jobs.size(); i++) {
                choose(jobs.get(i), logits, i);
            }
            return time;
        } catch (IllegalStateException e) {
            if (jobs.size() == 1) {
                jobs.get(0).fail(FailureCode.ENGINE_FAILED.because("The decoder's run failed"), e);
            } else {
                for (int i = 0; i < jobs.size(); i++) {
                    run(batch, first + i, jobs.subList(i, i + 1));
                }
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    private void choose(Job job, Logits logits, int index) {
        job.row().advance();
        Generation generation = job.choose(logits, index, scratch);
        if (generation != null) {
            job.result().complete(generation);
            listener.finished(generation);
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
