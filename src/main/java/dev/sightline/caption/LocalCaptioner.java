package dev.sightline.caption;

import dev.sightline.encode.FeatureCache;
import dev.sightline.encode.ImageEncoder;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.generate.TextGenerator;
import dev.sightline.preprocess.Preprocessor;
import dev.sightline.task.Assignment;
import dev.sightline.task.OutputGate;
import dev.sightline.task.Tasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Captions with a model in this process. The image is fetched, decoded and encoded once, then every task on it is
 * written at the same time; a task that fails leaves the others alone. How long that may take is for the caller to say, who
 * cancels what is no longer wanted.
 */
public final class LocalCaptioner implements Captioner, AutoCloseable {
    private static final int FETCHES_AT_ONCE = 16;

    private final Tasks tasks;
    private final PictureReader reader;
    private final TextWriter writer;
    private final CaptionListener listener;
    private final ExecutorService fetching = threads("fetch", FETCHES_AT_ONCE);
    private final ExecutorService preprocessing =
            threads("preprocess", Runtime.getRuntime().availableProcessors());

    /**
     * @param features tokens of images seen before, by the hash of their bytes: one cache a model and way of reading
     */
    public LocalCaptioner(
            Tasks tasks,
            ImageFetcher fetcher,
            Preprocessor preprocessor,
            Thumbnails thumbnails,
            ImagePlacer placer,
            ImageEncoder encoder,
            FeatureCache features,
            TextGenerator generator,
            ModelIdentity model,
            CaptionListener listener) {
        this.tasks = tasks;
        this.reader = new PictureReader(
                fetcher, preprocessor, thumbnails, placer, encoder, features, listener, fetching, preprocessing);
        this.writer = new TextWriter(generator, new OutputGate(), model, listener);
        this.listener = listener;
    }

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        var outcomes = new ArrayList<CompletableFuture<TaskOutcome>>();
        var running = new RunningGenerations();
        var picture = new LazyPicture(request);
        for (var task : request.tasks()) {
            outcomes.add(outcome(request, task, picture, running));
        }
        var all = CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> outcomes.stream().map(CompletableFuture::join).toList());
        var unused = all.whenComplete((done, failed) -> {
            if (all.isCancelled()) {
                running.cancel();
            }
        });
        return all;
    }

    @Override
    public void close() {
        fetching.shutdownNow();
        preprocessing.shutdownNow();
    }

    private CompletableFuture<TaskOutcome> outcome(
            CaptionRequest request, TaskRequest task, LazyPicture picture, RunningGenerations running) {
        var handle = running.add();
        return settled(request, task)
                .thenCompose(
                        assignment -> picture.get().thenCompose(read -> writer.write(request, assignment, read, handle)
                                .thenApply(text -> done(text, read))))
                .handle((done, failed) -> {
                    var outcome = failed == null ? done : failed(task, failed);
                    listener.ended(request, outcome);
                    return outcome;
                });
    }

    private CompletableFuture<Assignment> settled(CaptionRequest request, TaskRequest task) {
        try {
            if (request.deadline() != null && !request.deadline().isAfter(Instant.now())) {
                var late = FailureCode.DEADLINE_EXCEEDED.because(request.image().label() + ": the deadline "
                        + request.deadline() + " had passed before work began: ask again with a later one");
                throw late.toException();
            }
            return CompletableFuture.completedFuture(tasks.settle(task));
        } catch (CaptionException e) {
            return CompletableFuture.failedFuture(StageFailedException.at(Stage.REQUEST, e));
        }
    }

    private static TaskOutcome done(TextGenerated text, Picture picture) {
        var place = picture.place();
        return new TaskOutcome.Done(text, place == null ? null : place.event(text));
    }

    private static TaskOutcome failed(TaskRequest task, Throwable thrown) {
        var failed = StageFailedException.at(Stage.GENERATE, thrown);
        var taskId = task.taskId() == null ? task.type() : task.taskId();
        return new TaskOutcome.Failed(taskId, failed.failure(), failed.stage().label());
    }

    private static ExecutorService threads(String name, int count) {
        var made = new AtomicInteger();
        return Executors.newFixedThreadPool(count, work -> {
            var thread = new Thread(work, "sightline-" + name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The request's image, read when the first task that can be done asks for it, and then once. */
    private final class LazyPicture {
        private final CaptionRequest request;
        private @Nullable CompletableFuture<Picture> read;

        LazyPicture(CaptionRequest request) {
            this.request = request;
        }

        synchronized CompletableFuture<Picture> get() {
            if (read == null) {
                read = reader.read(request);
            }
            return read;
        }
    }

    /** All that the engine does for one request. */
    private static final class RunningGenerations {
        private final List<RunningGeneration> all = new ArrayList<>();

        synchronized RunningGeneration add() {
            var running = new RunningGeneration();
            all.add(running);
            return running;
        }

        synchronized void cancel() {
            all.forEach(RunningGeneration::cancel);
        }
    }
}
