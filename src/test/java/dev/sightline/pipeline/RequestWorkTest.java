package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.failure.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestWorkTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final CompletableFuture<List<TaskOutcome>> never = new CompletableFuture<>();

    @Test
    void anImageThatOutrunsItsBudgetMayBeTriedAgainAndItsWorkIsCancelled() {
        var outcomes = work(request -> never, SHORT).perform(request(null)).join();

        assertThat(outcomes).hasSize(2).allSatisfy(outcome -> assertThat(code(outcome))
                .isEqualTo(FailureCode.ENGINE_FAILED));
        assertThat(FailureCode.ENGINE_FAILED.retryable()).isTrue();
        assertThat(never).isCancelled();
    }

    @Test
    void aRequestWhoseDeadlineHasPassedIsNotBegun() {
        var outcomes = work(request -> never, LONG).perform(request(NOW)).join();

        assertThat(outcomes).extracting(RequestWorkTest::code).containsOnly(FailureCode.DEADLINE_EXCEEDED);
        assertThat(never).isNotDone();
    }

    @Test
    void aTaskThatWasForgottenEndsAllTheSame() {
        var outcomes = work(request -> CompletableFuture.completedFuture(List.of()), LONG)
                .perform(request(null))
                .join();

        assertThat(outcomes).extracting(TaskOutcome::taskId).containsExactly("a", "b");
        assertThat(outcomes).extracting(RequestWorkTest::code).containsOnly(FailureCode.ENGINE_FAILED);
    }

    private static RequestWork work(Captioner captioner, Duration budget) {
        return new RequestWork(captioner, budget, Runnable::run, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static CaptionRequest request(@Nullable Instant deadline) {
        var tasks = List.of(
                TaskRequest.of(TaskType.CAPTION, null).withTaskId("a"),
                TaskRequest.of(TaskType.ALT, null).withTaskId("b"));
        var image = new ImageReference("s3://photos/cat.jpg", null, null, null);
        return new CaptionRequest("r", "cat", image, tasks, Lane.LIVE, NOW, deadline, null);
    }

    private static FailureCode code(TaskOutcome outcome) {
        return ((TaskOutcome.Failed) outcome).failure().code();
    }
}
