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
    private static final String OPTION = "option ";

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

    /**
     * Replaces the file.
     *
     * @param options of the run, for the next to be compared with
     */
    void save(Position position, Parameters parameters, AdamW optimiser, Map<String, String> options)
            throws IOException {
        Map<String, WeightTensor> tensors =
                new LinkedHashMap<>(parameters.snapshot(parameters.learning().keySet()));
        tensors.putAll(optimiser.snapshot());
        Map<String, String> metadata = new LinkedHashMap<>();
        options.forEach((name, value) -> metadata.put(OPTION + name, value));
        metadata.put("step", Integer.toString(position.step()));
        metadata.put("best", Double.toString(position.best()));
        metadata.put("bestStep", Integer.toString(position.bestStep()));
        SafetensorsFile.write(file, tensors, SafetensorsFile.Storage.F32, metadata);
    }

    /**
     * Puts everything back; empty where nothing was saved yet.
     *
     * @throws IllegalArgumentException if the run was begun with other options
     */
    Optional<Position> resume(Parameters parameters, AdamW optimiser, RunDescription description) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SafetensorsFile saved = SafetensorsFile.open(file);
        Map<String, String> begun = new LinkedHashMap<>();
        saved.metadata().forEach((name, value) -> {
            if (name.startsWith(OPTION)) {
                begun.put(name.substring(OPTION.length()), value);
            }
        });
        try {
            description.refuseOther(begun);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
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
