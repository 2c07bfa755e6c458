package dev.sightline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder of a pipeline's data, by which commands find the pipeline that runs on it. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the pipeline's data; data beside the launcher by default.")
    private @Nullable Path data;

    Path folder() {
        return data == null ? Home.data() : data.toAbsolutePath().normalize();
    }

    boolean given() {
        return data != null;
    }
}
