package dev.sightline.train;

import ai.djl.ndarray.NDManager;
import dev.sightline.train.nn.Parameters;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;

/**
 * A run of either stage: step, clip, update, and now and then measure and save.
 *
 * <p>What a step sees follows from its number, and a checkpoint holds all that carries over; so a run that was killed goes
 * on along the same curve.
 */
final class TrainingLoop {
    private final NDManager manager;
    private final Parameters parameters;
    private final Stage stage;
    private final RunSettings settings;
    private final AdamW optimiser;
    private final BiPredicate<Integer, String> active;
    private final TrainingListener listener;
    private final RunDescription description;

    /**
     * @param rate        the peak learning rate of a weight, by name
     * @param active      whether a weight changes in a step
     * @param description what its files say of it
     */
    TrainingLoop(
            NDManager manager,
            Parameters parameters,
            Stage stage,
            RunSettings settings,
            ToDoubleFunction<String> rate,
            BiPredicate<Integer, String> active,
            RunDescription description,
            TrainingListener listener) {
        this.manager = manager;
        this.parameters = parameters;
        this.stage = stage;
        this.settings = settings;
        this.optimiser = new AdamW(manager, parameters, rate, settings.decay());
        this.active = active;
        this.description = description;
        this.listener = listener;
    }

    /** Runs to the end or until no evaluation gets better; the folder's {@code adapter.safetensors} is the best. */
    Path run() throws IOException {
        Files.createDirectories(settings.folder());
        Path lock = settings.folder().resolve("run.lock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.tryLock()) {
            if (held == null) {
                throw new IllegalStateException("another run writes to " + settings.folder());
            }
            return locked();
        }
    }

    private Path locked() throws IOException {
        Checkpoint checkpoint = new Checkpoint(settings.folder());
        if (settings.afresh()) {
            checkpoint.delete();
        }
        Checkpoint.Position at =
                checkpoint.resume(parameters, optimiser, description).orElse(Checkpoint.Position.START);
        Journal journal = Journal.open(settings.folder(), at.step());
        long saved = System.nanoTime();
        int steps = settings.schedule().steps();
        while (at.step() < steps && !exhausted(at)) {
            step(at.step(), journal);
            at = new Checkpoint.Position(at.step() + 1, at.best(), at.bestStep());
            if (at.step() % settings.evaluateEvery() == 0 || at.step() == steps) {
                at = evaluate(at, journal);
            }
            boolean due = System.nanoTime() - saved > settings.checkpointEvery().toNanos();
            if (due || at.step() == steps || exhausted(at)) {
                checkpoint.save(at, parameters, optimiser, description.options());
                saved = System.nanoTime();
            }
        }
        return adapter();
    }

    private boolean exhausted(Checkpoint.Position at) {
        return at.bestStep() > 0 && at.step() - at.bestStep() >= settings.patience() * settings.evaluateEvery();
    }

    private void step(int step, Journal journal) throws IOException {
        long start = System.nanoTime();
        parameters.forgetGradients();
        Stage.StepResult result;
        try (NDManager arrays = manager.newSubManager()) {
            result = stage.accumulate(step, arrays);
        }
        double norm = optimiser.gradientNorm(manager);
        if (!Double.isFinite(result.loss()) || !Double.isFinite(norm)) {
            throw new IllegalStateException(
                    "training broke down in step %d: its loss is %s and its gradients are %s long; a lower learning rate may help (with --restart), and %s holds the last good weights"
                            .formatted(step + 1, result.loss(), norm, settings.folder()));
        }
        double shrink = Math.min(1, settings.clip() / (norm + 1e-6));
        double factor = settings.schedule().factor(step);
        optimiser.update(manager, step, factor, shrink, name -> active.test(step, name));
        double seconds = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9;
        TrainingProgress progress = new TrainingProgress(
                step + 1,
                settings.schedule().steps(),
                result.loss(),
                factor,
                norm,
                result.samples(),
                seconds,
                result.loading());
        journal.step(progress);
        listener.stepped(progress);
    }

    private Checkpoint.Position evaluate(Checkpoint.Position at, Journal journal) throws IOException {
        Map<String, Double> figures = stage.evaluate(manager);
        journal.evaluation(at.step(), figures);
        Files.writeString(settings.folder().resolve("curve.svg"), LearningCurve.svg(journal.lines()));
        listener.evaluated(at.step(), figures);
        double score = figures.getOrDefault(stage.decisive(), 0.0);
        if (score > at.best() || figures.isEmpty()) {
            saveBest();
            return new Checkpoint.Position(at.step(), score, at.step());
        }
        return at;
    }

    private void saveBest() throws IOException {
        SafetensorsFile.write(
                adapter(),
                parameters.snapshot(
                        parameters.own()), // also what was kept as it is: the model is whole with the pretrained files
                SafetensorsFile.Storage.F16,
                description.weights());
    }

    private Path adapter() {
        return settings.folder().resolve("adapter.safetensors");
    }
}
