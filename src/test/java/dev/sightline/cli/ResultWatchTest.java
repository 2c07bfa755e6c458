package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResultWatchTest {
    private long now;
    private boolean runs = true;
    private boolean answers = true;
    private final ResultWatch watch = new ResultWatch(() -> runs, () -> answers, () -> now);

    @Test
    void resultsMayTakeAsLongAsThePipelineRunsAndItsClusterAnswers() {
        assertThatCode(() -> hearNothingFor(Duration.ofHours(2))).doesNotThrowAnyException();
    }

    @Test
    void aPipelineThatHasEndedIsNotAwaited() {
        runs = false;

        assertThatCode(() -> hearNothingFor(Duration.ofSeconds(9))).doesNotThrowAnyException();
        assertThatThrownBy(() -> hearNothingFor(Duration.ofSeconds(2)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("the pipeline has ended");
    }

    @Test
    void aClusterThatIsSilentForAMinuteIsNotAwaited() {
        answers = false;

        assertThatCode(() -> hearNothingFor(Duration.ofSeconds(55))).doesNotThrowAnyException();
        assertThatThrownBy(() -> hearNothingFor(Duration.ofSeconds(15)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("the cluster has not answered for 60 s");
    }

    @Test
    void aClusterThatComesBackIsAwaited() {
        answers = false;
        hearNothingFor(Duration.ofSeconds(55));
        answers = true;
        hearNothingFor(Duration.ofSeconds(15));
        answers = false;

        assertThatCode(() -> hearNothingFor(Duration.ofSeconds(50))).doesNotThrowAnyException();
    }

    private void hearNothingFor(Duration time) {
        for (var second = 0; second < time.toSeconds(); second++) {
            now += Duration.ofSeconds(1).toNanos();
            watch.heardNothing();
        }
    }
}
