package dev.sightline.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model folder. */
final class ModelFolderOption {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Model folder; the one that ships with Sightline by default.")
    private @Nullable Path model;

    Path path() {
        return model == null ? Home.model() : model.toAbsolutePath().normalize();
    }

    /** The folder that was named, where one was. */
    Optional<Path> named() {
        return Optional.ofNullable(model).map(Path::toAbsolutePath);
    }
}
