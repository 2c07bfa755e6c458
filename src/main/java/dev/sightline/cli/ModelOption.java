package dev.sightline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model runs. */
final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Model folder; the one that ships with Sightline by default.")
    private @Nullable Path model;

    Path folder() {
        return model == null ? Home.model() : model.toAbsolutePath().normalize();
    }
}
