package dev.sightline.cli;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.CaptionFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Captions images one process, no Kafka: keeps so many in work that the engine's batch stays full, and hands out the
 * lines in the order of the images.
 */
final class CaptionRun {
    private final Captioner captioner;
    private final List<TaskRequest> tasks;
    private final int inWork;

    /**
     * @param captioner does the work
     * @param tasks     asked of each image
     * @param inWork    most images in work at once
     */
    CaptionRun(Captioner captioner, List<TaskRequest> tasks, int inWork) {
        this.captioner = captioner;
        this.tasks = tasks;
        this.inWork = inWork;
    }

    /**
     * Captions all images.
     *
     * @param finished told of each image when it is done, in any order and from any thread: whether all its tasks have texts
     * @param lines    given each image's lines, in the order given and from this thread
     */
    void run(List<String> images, Consumer<Boolean> finished, Consumer<List<ResultLine>> lines) {
        var started = new ArrayDeque<Started>();
        for (var image : images) {
            if (started.size() == inWork) {
                lines.accept(started.remove().await());
            }
            started.add(start(image, finished));
        }
        while (!started.isEmpty()) {
            lines.accept(started.remove().await());
        }
    }

    private Started start(String image, Consumer<Boolean> finished) {
        var impossible = ImageFiles.impossible(image);
        if (impossible.isPresent()) {
            finished.accept(false);
            return new Started(image, tasks, CompletableFuture.completedFuture(failed(impossible.get())));
        }
        var name = ImageFiles.name(image);
        var submitted = new ImageSubmitted(
                null, new ImageReference(ImageFiles.uri(image), name, null, null), tasks, null, null, null);
        var request = new CaptionRequest(
                UUID.randomUUID().toString(),
                null,
                submitted.image(),
                submitted.named(),
                Lane.BULK,
                Instant.now(),
                null,
                null);
        var outcomes = captioner
                .caption(request)
                .whenComplete((all, defect) ->
                        finished.accept(all != null && all.stream().allMatch(TaskOutcome.Done.class::isInstance)));
        return new Started(image, request.tasks(), outcomes);
    }

    private List<TaskOutcome> failed(CaptionFailure failure) {
        return tasks.stream()
                .<TaskOutcome>map(task -> new TaskOutcome.Failed(task.type(), failure, "fetch"))
                .toList();
    }

    private record Started(String image, List<TaskRequest> tasks, CompletableFuture<List<TaskOutcome>> outcomes) {
        List<ResultLine> await() {
            var all = outcomes.join();
            return IntStream.range(0, tasks.size())
                    .mapToObj(i -> ResultLine.of(image, tasks.get(i).type(), all.get(i)))
                    .toList();
        }
    }
}
