package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.TaskOutcome;
import dev.sightline.failure.FailureCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FinishedWorkTest {
    private final AtomicInteger recomputed = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final FinishedWork work = new FinishedWork(2, recomputed::incrementAndGet);

    @Test
    void handsOutWhatIsNotYetCommittedAlsoWhileItIsInWork() {
        // when
        var first = work.once("a", this::start);
        var second = work.once("a", this::start);

        // then
        assertThat(second).isSameAs(first);
        assertThat(started).hasValue(1);
        assertThat(recomputed).hasValue(0);
    }

    @Test
    void countsWhatIsWorkedOutAgainBeyondTheBound() {
        // given
        List.of("a", "b", "c").forEach(this::done);

        // when
        done("a");

        // then
        assertThat(recomputed).hasValue(1);
    }

    @Test
    void worksOnWhatWasCommittedAsIfItWereNew() {
        // given
        done("a");
        work.committed(List.of("a"));

        // when
        done("a");

        // then
        assertThat(started).hasValue(2);
        assertThat(recomputed).hasValue(0);
    }

    private void done(String name) {
        assertThat(work.once(name, this::start)).isCompleted();
    }

    private CompletableFuture<List<TaskOutcome>> start() {
        started.incrementAndGet();
        return CompletableFuture.completedFuture(
                List.of(new TaskOutcome.Failed("caption", FailureCode.ENGINE_FAILED.because("test"), "generate")));
    }
}
