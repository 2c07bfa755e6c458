package dev.sightline.encode;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.model.Breakdown;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.runtime.Cores;
import dev.sightline.preprocess.PixelValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The model's vision encoder on a thread of its own: pictures that wait at the same time are encoded in one run.
 *
 * <p>It never waits for a batch to fill. While it runs, pictures gather.
 * Whoever loaded it closes it, before the model.
 */
public final class VisionEncoder implements ImageEncoder, AutoCloseable {
    private static final CaptionFailure CLOSED = FailureCode.ENGINE_FAILED.because("The encoder is closed");

    private record Waiting(PixelValues pixels, CompletableFuture<ImageFeatures> features) {}

    private final List<ZooModel<PixelValues, ImageFeatures>> models; // with every core, with a share of them
    private final List<Predictor<PixelValues, ImageFeatures>> predictors;
    private final int maxBatch;
    private final EncodeListener listener;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Cores cores;
    private final Thread thread = new Thread(this::work, "sightline-encode");
    private volatile boolean closed;

    private VisionEncoder(VisionLanguageModel model, int maxBatch, EncodeListener listener) {
        int merge = model.folder()
                .config()
                .path("vision_config")
                .path("spatial_merge_size")
                .asInt(2);
        this.models = model.loadVisionEncoders(PixelValues.class, ImageFeatures.class, new PixelsTranslator(merge));
        this.predictors = models.stream().map(ZooModel::newPredictor).toList();
        this.cores = Cores.eager(models.size() > 1);
        this.maxBatch = model.visionPartners().alone() ? 1 : maxBatch;
        this.listener = listener;
    }

    /**
     * Loads the vision encoder and starts its thread.
     *
     * @param maxBatch most pictures a run; one runs alone where pictures of a batch would depend on each other
     */
    public static VisionEncoder start(VisionLanguageModel model, int maxBatch, EncodeListener listener) {
        VisionEncoder encoder = new VisionEncoder(model, maxBatch, listener);
        encoder.thread.start();
        return encoder;
    }

    @Override
    public CompletableFuture<ImageFeatures> encode(PixelValues pixels) {
        Waiting waiting = new Waiting(pixels, new CompletableFuture<>());
        queue.add(waiting);
        if (closed) {
            refuse(List.of(waiting), CLOSED, null);
        }
        return waiting.features;
    }

    /** Whether it encodes: false once it is closed, or broke. */
    public boolean alive() {
        return thread.isAlive() && !closed;
    }

    private void work() {
        try {
            while (!closed) {
                List<Waiting> batch = new ArrayList<>(List.of(next()));
                try (Cores.Turn turn = cores.take()) {
                    queue.drainTo(batch, maxBatch - 1);
                    batch.removeIf(waiting -> waiting.features.isDone());
                    encode(batch, predictors.get(turn.all() ? 0 : 1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cores.busy(false);
            closed = true;
            List<Waiting> left = new ArrayList<>();
            queue.drainTo(left);
            refuse(left, CLOSED, null);
        }
    }

    private Waiting next() throws InterruptedException {
        Waiting waiting = queue.poll();
        if (waiting == null) {
            cores.busy(false);
            waiting = queue.take();
        }
        cores.busy(true);
        return waiting;
    }

    private void encode(List<Waiting> batch, Predictor<PixelValues, ImageFeatures> predictor) {
        if (batch.isEmpty()) {
            return;
        }
        long begin = System.nanoTime();
        try {
            List<ImageFeatures> features =
                    predictor.batchPredict(batch.stream().map(Waiting::pixels).toList());
            listener.encoded(batch.size(), Duration.ofNanos(System.nanoTime() - begin));
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).features.complete(features.get(i));
            }
        } catch (TranslateException | RuntimeException | OutOfMemoryError e) {
            if (batch.size() == 1) {
                refuse(batch, Breakdown.of("The vision encoder's run failed", e), e);
            } else {
                batch.forEach(waiting -> encode(List.of(waiting), predictor));
            }
        }
    }

    private static void refuse(List<Waiting> batch, CaptionFailure why, @Nullable Throwable cause) {
        batch.forEach(waiting -> waiting.features.completeExceptionally(new CaptionException(why, cause)));
    }

    /** Refuses what waits and frees the network. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        predictors.forEach(Predictor::close);
        models.forEach(ZooModel::close);
    }
}
