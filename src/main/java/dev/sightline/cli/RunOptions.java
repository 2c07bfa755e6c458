package dev.sightline.cli;

import dev.sightline.train.CosineSchedule;
import dev.sightline.train.RunSettings;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a run goes, whatever its stage. */
final class RunOptions {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Holds checkpoint, metrics, curve and the best weights; a run that stopped goes on from it.")
    private Path out;

    @Option(names = "--steps", defaultValue = "2000", paramLabel = "N", description = "${DEFAULT-VALUE} by default.")
    private int steps;

    @Option(
            names = "--rise",
            defaultValue = "50",
            paramLabel = "N",
            description = "Steps in which the learning rate rises; ${DEFAULT-VALUE} by default.")
    private int rise;

    @Option(
            names = "--evaluate-every",
            defaultValue = "200",
            paramLabel = "N",
            description = "Steps between measurements; ${DEFAULT-VALUE} by default.")
    private int evaluateEvery;

    @Option(
            names = "--patience",
            defaultValue = "5",
            paramLabel = "N",
            description = "Measurements without a better one that end the run; ${DEFAULT-VALUE} by default.")
    private int patience;

    @Option(
            names = "--checkpoint-seconds",
            defaultValue = "180",
            paramLabel = "S",
            description = "Time between checkpoints; ${DEFAULT-VALUE} by default.")
    private int checkpointSeconds;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(names = "--restart", description = "Begins anew instead of going on from what --out holds.")
    private boolean restart;

    long seed() {
        return seed;
    }

    Path out() {
        return out;
    }

    RunSettings settings(double decay) {
        return new RunSettings(
                out,
                new CosineSchedule(steps, Math.min(rise, steps / 2), 0.03),
                evaluateEvery,
                patience,
                Duration.ofSeconds(checkpointSeconds),
                1.0,
                decay,
                restart);
    }
}
