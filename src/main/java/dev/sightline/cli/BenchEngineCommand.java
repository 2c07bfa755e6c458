package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.bench.EngineBench;
import dev.sightline.bench.Machine;
import dev.sightline.caption.CaptionerSettings;
import dev.sightline.event.Json;
import dev.sightline.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline bench engine}: images and tokens a second by concurrency, and what each stage costs. */
@Command(
        name = "engine",
        description = "Measures how fast distinct images become captions, by how many are in work at once.",
        footer = {"", "Example:", "  sightline bench engine photos --concurrency 1,8,32"})
final class BenchEngineCommand implements Callable<Integer> {
    private static final double BUSY = 0.2;
    private static final long LOOK_MILLIS = 2_000;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FOLDER", description = "The images, all below this folder; all distinct.")
    private Path photos;

    @Option(names = "--model", paramLabel = "DIR", description = "Model folder; the one that ships by default.")
    private @Nullable Path model;

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,4,8,16,32",
            paramLabel = "N",
            description = "Images in work at once; ${DEFAULT-VALUE} by default.")
    private List<Integer> concurrency;

    @Option(
            names = "--images",
            defaultValue = "200",
            paramLabel = "N",
            description = "Most images; ${DEFAULT-VALUE} by default.")
    private int images;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each, in turn; ${DEFAULT-VALUE} by default.")
    private int rounds;

    @Option(names = "--force", description = "Measures although other programs use the processor.")
    private boolean force;

    /** Everything that is printed. */
    record Report(Machine machine, String model, List<EngineBench.Result> results) {}

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        var load = Machine.load(LOOK_MILLIS);
        if (load > BUSY && !force) {
            throw new CannotStartException(
                    "the machine is busy (%.0f%% of its processors): stop what else runs, or add --force"
                            .formatted(100 * load));
        }
        var folder = model == null ? Home.model() : model;
        var bench = new EngineBench(CaptionerSettings.of(folder), files(), "Describe this photo.", 32);
        var results = new ArrayList<EngineBench.Result>();
        for (var round = 1; round <= rounds; round++) {
            for (var n : concurrency) {
                command.commandLine().getErr().printf("sightline: round %d, %d at once%n", round, n);
                results.add(bench.run(n));
            }
        }
        var report = new Report(Machine.here(), ModelFolder.open(folder).id(), EngineBench.middle(results));
        command.commandLine()
                .getOut()
                .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        return ExitStatus.ALL_DONE;
    }

    private List<byte[]> files() {
        var paths = ImageFiles.of(List.of(photos.toString()), Stdin.reader());
        var files = new ArrayList<byte[]>();
        for (var path : paths.subList(0, Math.min(images, paths.size()))) {
            files.add(read(path));
        }
        if (files.isEmpty()) {
            throw new ParameterException(command.commandLine(), "there are no images below " + photos);
        }
        return files;
    }

    private static byte[] read(String path) {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
