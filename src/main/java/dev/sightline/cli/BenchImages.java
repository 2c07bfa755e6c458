package dev.sightline.cli;

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

/** What benchmarks of captioning are given. */
final class BenchImages {
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
