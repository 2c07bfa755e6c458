package dev.sightline.train;

import dev.sightline.train.nn.Parameters;
import dev.sightline.train.weights.SafetensorsFile;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run needs to go on as if it had never stopped: weights that learn, the optimiser's moments, the position.
 *
 * <p>One file, replaced as a whole: a process killed while writing leaves the one before.
 */
final class Checkpoint {
    private final Path file;

    Checkpoint(Path folder) {
        this.file = folder.resolve("checkpoint.safetensors");
    }

    /**
     * Where a run stands.
     *
     * @param step     steps done
     * @param best     the best evaluation so far, −∞ before the first
     * @param bestStep after how many steps that was
     */
    record Position(int step, double best, int bestStep) {
        static final Position START = new Position(0, Double.NEGATIVE_INFINITY, 0);
    }

    void save(Position position, Parameters parameters, AdamW optimiser) throws IOException {
        Map<String, WeightTensor> tensors =
                new LinkedHashMap<>(parameters.snapshot(parameters.learning().keySet()));
        tensors.putAll(optimiser.snapshot());
        SafetensorsFile.write(
                file,
                tensors,
                SafetensorsFile.Storage.F32,
                Map.of(
                        "step", Integer.toString(position.step()),
                        "best", Double.toString(position.best()),
                        "bestStep", Integer.toString(position.bestStep())));
    }

    /** Puts everything back; empty where nothing was saved yet. */
    Optional<Position> resume(Parameters parameters, AdamW optimiser) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SafetensorsFile saved = SafetensorsFile.open(file);
        parameters.restore(saved);
        optimiser.restore(saved);
        Map<String, String> position = saved.metadata();
        return Optional.of(new Position(
                Integer.parseInt(position.getOrDefault("step", "0")),
                Double.parseDouble(position.getOrDefault("best", "-Infinity")),
                Integer.parseInt(position.getOrDefault("bestStep", "0"))));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
