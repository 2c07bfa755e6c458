package dev.sightline.pipeline;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Does what one request asks within its time: whatever happens inside, each task ends with exactly one outcome.
 *
 * <p>A request has until its deadline or until the budget of an image is spent, whichever is first; then its engine slots
 * are given back.
 */
final class RequestWork {
    private static final Logger LOG = Logger.getLogger(RequestWork.class);

    private final Captioner captioner;
    private final Duration budget;
    private final Executor executor;
    private final Clock clock;

    RequestWork(Captioner captioner, Duration budget, Executor executor, Clock clock) {
        this.captioner = captioner;
        this.budget = budget;
        this.executor = executor;
        this.clock = clock;
    }

    /** One outcome a task; never completes exceptionally. */
    CompletableFuture<List<TaskOutcome>> perform(CaptionRequest request) {
        var now = clock.instant();
        if (request.deadline() != null && !now.isBefore(request.deadline())) {
            return CompletableFuture.completedFuture(late(request));
        }
        var tillDeadline = request.deadline() == null ? budget : Duration.between(now, request.deadline());
        var time = tillDeadline.compareTo(budget) < 0 ? tillDeadline : budget;

        return CompletableFuture.completedFuture(request)
                .thenComposeAsync(asked -> within(time, captioner.caption(asked)), executor)
                .thenApply(outcomes -> complete(request, outcomes))
                .exceptionally(failure -> broken(request, failure));
    }

    private static <T> CompletableFuture<T> within(Duration time, CompletableFuture<T> running) {
        return running.copy()
                .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((outcome, failure) -> running.cancel(true)); // no effect on what has completed
    }

    // a captioner that forgot a task has a defect; the task still ends
    private static List<TaskOutcome> complete(CaptionRequest request, List<TaskOutcome> outcomes) {
        return request.tasks().stream()
                .map(task -> outcomes.stream()
                        .filter(outcome -> outcome.taskId().equals(task.taskId()))
                        .findFirst()
                        .orElseGet(
                                () -> failed(task, FailureCode.ENGINE_FAILED, "the task was left without an outcome")))
                .toList();
    }

    private List<TaskOutcome> broken(CaptionRequest request, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return request.deadline() != null && !clock.instant().isBefore(request.deadline())
                    ? late(request)
                    : all(
                            request,
                            FailureCode.ENGINE_FAILED,
                            "not done within " + budget.toSeconds()
                                    + " s: the machine is overloaded, or the image's source very slow");
        }
        LOG.errorf(cause, "captioning broke request=%s", request.requestId());
        return all(request, FailureCode.ENGINE_FAILED, "captioning broke: " + cause);
    }

    private static List<TaskOutcome> late(CaptionRequest request) {
        return all(request, FailureCode.DEADLINE_EXCEEDED, "the deadline " + request.deadline() + " has passed");
    }

    private static List<TaskOutcome> all(CaptionRequest request, FailureCode code, String why) {
        return request.tasks().stream().map(task -> failed(task, code, why)).toList();
    }

    private static TaskOutcome failed(TaskRequest task, FailureCode code, String why) {
        var stage = code == FailureCode.DEADLINE_EXCEEDED ? "request" : "generate";
        return new TaskOutcome.Failed(String.valueOf(task.taskId()), code.because(why), stage);
    }
}
