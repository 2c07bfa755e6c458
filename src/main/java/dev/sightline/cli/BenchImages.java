package dev.sightline.cli;

import dev.sightline.bench.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What benchmarks of captioning are given, and whether the machine is quiet enough for them. */
final class BenchImages {
    private static final double BUSY = 0.2;
    private static final long LOOK_MILLIS = 2_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(paramLabel = "FOLDER", description = "The images, all below this folder; all distinct.")
    private Path folder;

    @Option(
            names = "--images",
            defaultValue = "192",
            paramLabel = "N",
            description = "Most images; ${DEFAULT-VALUE} by default.")
    private int most;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each, in turn; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @Option(names = "--force", description = "Measures although other programs use the processor.")
    private boolean force;

    /** Refuses a machine whose figures would say nothing. */
    void checkQuiet() throws InterruptedException {
        var load = Machine.load(LOOK_MILLIS);
        if (load > BUSY && !force) {
            throw new CannotStartException(
                    "the machine is busy (%.0f%% of its processors): stop what else runs, or add --force"
                            .formatted(100 * load));
        }
    }

    int rounds() {
        return rounds;
    }

    /** The images' paths, absolute. */
    List<Path> paths() {
        var paths = ImageFiles.of(List.of(folder.toString()), Stdin.reader(), warning -> {}).stream()
                .limit(most)
                .map(path -> Path.of(path).toAbsolutePath())
                .toList();
        if (paths.isEmpty()) {
            throw new ParameterException(command.commandLine(), "there are no images below " + folder);
        }
        return paths;
    }

    static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
