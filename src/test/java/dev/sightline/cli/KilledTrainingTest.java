package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training run as a process that is killed, {@code kill -9}, and started again by the same command. */
@Tag("train")
class KilledTrainingTest {
    private static final int STEPS = 24;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"align", "generate"})
    void aKilledRunGoesOnAlongTheCurveOfOneThatWasNot(String stage) throws IOException, InterruptedException {
        // given
        SmallRun runs = new SmallRun(folder);
        assertThat(train(runs, stage, "whole").waitFor()).isZero();
        Path checkpoint = folder.resolve("killed/checkpoint.safetensors");
        Process killed = train(runs, stage, "killed");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(checkpoint) || !killed.isAlive());

        // when
        killed.destroyForcibly().waitFor();
        int done = runs.losses("killed").size();
        assertThat(train(runs, stage, "killed").waitFor()).isZero();

        // then
        assertThat(done).isLessThan(STEPS);
        assertFollows(runs.losses("killed"), runs.losses("whole"));
    }

    /**
     * Step by step, but for what the last bits of a step come to: two processes at the same work do not always agree in them,
     * and Adam makes whole steps of the smallest gradients. Begun anew, or with other pictures, it would be far off;
     * {@code TrainingLoopTest} has equality within one process.
     */
    private static void assertFollows(List<Double> losses, List<Double> curve) {
        assertThat(losses).hasSameSizeAs(curve).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            double expected = curve.get(step);
            assertThat(losses.get(step)).as("step %d", step + 1).isCloseTo(expected, within(0.02 + expected / 5));
        }
    }

    private static Process train(SmallRun runs, String stage, String out) throws IOException {
        return runs.start(runs.command(stage, out, "--steps", "" + STEPS, "--checkpoint-seconds", "1"), out);
    }
}
