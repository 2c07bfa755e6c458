package dev.sightline.generate;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.Breakdown;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.runtime.Cores;
import dev.sightline.model.text.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Continuous batching: new prompts are read and every text in work grows by a token, over and over, by one thread and, where
 * the cores can be shared, one that reads beside it.
 *
 * <pre>
 * submit ─▶ RequestQueue ─▶ prefill (several prompts, right-padded) ─▶ decode (all rows, a token each) ─▶ Generation
 *                              └──────────────── slots of one KV cache ────────────────┘
 * </pre>
 *
 * <p>Whoever started it closes it, before the model.
 */
public final class Engine implements TextGenerator, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Engine.class);

    private final VisionLanguageModel model;
    private final EngineListener listener;
    private final RequestQueue queue;
    private final BatchPool pool;
    private final Cores cores;
    private final Scheduler scheduler;
    private final Thread thread = new Thread(this::work, "sightline-generate");
    private volatile int active;
    private volatile CaptionFailure end = FailureCode.ENGINE_FAILED.because("The engine was closed");
    private volatile long nanosPerText;
    private long lastFinished;

    private Engine(VisionLanguageModel model, EngineConfig config, EngineListener listener) {
        this.model = model;
        this.listener = listener;
        this.queue = new RequestQueue(config.queueCapacity());
        this.pool = BatchPool.of(model, config);
        this.cores = Cores.patient(model.decoder().shares());
        this.scheduler = new Scheduler(model.decoder(), cores, queue, pool, config, listener, this::finished);
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
                            + " fit, with " + job.width() + " texts or beams at once"),
                    null);
        } else if (!queue.add(job)) {
            job.fail(end, null);
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

    /** Whether it writes texts: false once it is closed, or broke. */
    public boolean alive() {
        return thread.isAlive() && !queue.closed();
    }

    private void work() {
        try {
            while (!queue.closed()) {
                if (active == 0) {
                    cores.busy(false);
                    queue.await();
                }
                cores.busy(true);
                active = iterate();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the engine broke and writes no more texts; start the process anew", e);
            end = Breakdown.of("The engine broke and writes no more texts until the process is started anew", e);
        } finally {
            cores.busy(false);
            List<Job> left = new ArrayList<>(queue.close());
            left.addAll(scheduler.jobs());
            left.forEach(job -> job.fail(end, null));
            scheduler.close();
        }
    }

    /** One iteration; if it fails, so does all that is in work, and the next begins with what waits. */
    private int iterate() {
        try {
            return scheduler.iterate(Instant.now());
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the engine failed and gives up the texts in work", e);
            scheduler.giveUp("The engine failed at this and other texts", e);
            return 0;
        }
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
        queue.close().forEach(job -> job.fail(end, null));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
