package dev.sightline.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("train")
class TrainingLoopTest {
    @TempDir
    Path folder;

    private final List<Double> losses = new ArrayList<>();
    private int breakAt = Integer.MAX_VALUE;
    private Map<String, String> options = Map.of("batch", "4");

    @Test
    void aRunThatWasKilledGoesOnAlongTheSameCurve() throws IOException {
        // given a run to the end
        float[] whole = run(folder.resolve("whole"), Integer.MAX_VALUE);
        List<Double> wholeCurve = List.copyOf(losses);
        losses.clear();

        // when another is killed after 7 steps, its last checkpoint behind it, and started again
        Path killed = folder.resolve("killed");
        assertThatThrownBy(() -> run(killed, 7)).isInstanceOf(Killed.class);
        float[] resumed = run(killed, Integer.MAX_VALUE);

        // then
        assertThat(resumed).containsExactly(whole);
        assertThat(losses.subList(7, losses.size())).isEqualTo(wholeCurve.subList(7, wholeCurve.size()));
        assertThat(Files.readAllLines(killed.resolve("metrics.jsonl")))
                .hasSameSizeAs(Files.readAllLines(folder.resolve("whole/metrics.jsonl")));
        assertThat(killed.resolve("curve.svg")).content().startsWith("<svg").contains("score");
    }

    @Test
    void aRunThatIsRestartedForgetsWhatItsFolderHolds() throws IOException {
        // given
        float[] first = run(folder, Integer.MAX_VALUE);
        List<Double> firstCurve = List.copyOf(losses);
        losses.clear();

        // when
        float[] again = run(folder, Integer.MAX_VALUE, true);

        // then
        assertThat(again).containsExactly(first);
        assertThat(losses).isEqualTo(firstCurve);
    }

    @Test
    void aRunDoesNotGoOnWithOtherOptions() throws IOException {
        run(folder, Integer.MAX_VALUE);
        options = Map.of("batch", "8");

        assertThatThrownBy(() -> run(folder, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was begun with batch 4, and is not to go on with 8")
                .hasMessageContaining("--restart");
        assertThat(run(folder, Integer.MAX_VALUE, true)).isNotEmpty();
    }

    @Test
    void aRunEndsAtALossThatIsNoNumberAndKeepsTheWeightsBefore() throws IOException {
        breakAt = 7;

        assertThatThrownBy(() -> run(folder, Integer.MAX_VALUE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("training broke down in step 8: its loss is NaN");

        float[] kept = SafetensorsFile.open(folder.resolve("checkpoint.safetensors"))
                .read("w")
                .values();
        for (float value : kept) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void aLineThatAKilledProcessLeftUnfinishedIsForgotten() throws IOException {
        float[] whole = run(folder, Integer.MAX_VALUE);
        Path metrics = folder.resolve("metrics.jsonl");
        int lines = Files.readAllLines(metrics).size();
        Files.writeString(metrics, "{\"step\":20,\"evaluation\":{\"score\":1}", StandardOpenOption.APPEND);

        assertThat(run(folder, Integer.MAX_VALUE)).containsExactly(whole);

        assertThat(Files.readAllLines(metrics)).hasSize(lines);
    }

    @Test
    void theLossFallsAndTheBestWeightsAreKept() throws IOException {
        run(folder, Integer.MAX_VALUE);

        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 4);
        assertThat(SafetensorsFile.open(folder.resolve("adapter.safetensors")).names())
                .containsExactly("w");
    }

    private float[] run(Path where, int killAfter) throws IOException {
        return run(where, killAfter, false);
    }

    private float[] run(Path where, int killAfter, boolean afresh) throws IOException {
        try (NDManager manager = TrainingEngine.open()) {
            Parameters parameters = new Parameters(manager, 3);
            NDArray weight = parameters.normal("w", 1, 4, 3);
            parameters.train("w");
            RunSettings settings =
                    new RunSettings(where, new CosineSchedule(20, 2, 0.1), 5, 10, Duration.ZERO, 1, 0.01, afresh);
            new TrainingLoop(
                            manager,
                            parameters,
                            new Bowl(weight, killAfter, breakAt),
                            settings,
                            name -> 0.2,
                            (step, name) -> true,
                            new RunDescription(Map.of(), options),
                            new Losses())
                    .run();
            return weight.toFloatArray();
        }
    }

    /** The process's end in the middle of a step. */
    private static final class Killed extends RuntimeException {}

    /** A loss whose least is at a point that moves with the step. */
    private record Bowl(NDArray weight, int killAfter, int breakAt) implements Stage {
        @Override
        public StepResult accumulate(int step, NDManager manager) {
            if (step == killAfter) {
                throw new Killed();
            }
            try (GradientCollector collector = TrainingEngine.gradients()) {
                float least = step == breakAt ? Float.NaN : 0.1f * (step % 3);
                NDArray target = manager.full(weight.getShape(), least);
                NDArray loss = target.sub(weight).square().mean();
                collector.backward(loss);
                return new StepResult(loss.toFloatArray()[0], 1, 0);
            }
        }

        @Override
        public Map<String, Double> evaluate(NDManager manager) {
            return Map.of("score", -(double) weight.square().sum().toFloatArray()[0]);
        }

        @Override
        public String decisive() {
            return "score";
        }
    }

    private final class Losses implements TrainingListener {
        @Override
        public void stepped(TrainingProgress progress) {
            losses.add(progress.loss());
        }
    }
}
