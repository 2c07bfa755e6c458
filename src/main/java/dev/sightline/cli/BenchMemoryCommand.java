package dev.sightline.cli;

import dev.sightline.bench.Machine;
import dev.sightline.bench.MemoryBench;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline bench memory}: how much memory captioning takes over many distinct images. */
@Command(
        name = "memory",
        description = {
            "Captions many distinct images, parts of the photos given, and prints how much memory that takes as it goes on.",
            "Exit status 1 if memory grows."
        },
        footer = {"", "Example:", "  sightline bench memory photos --images 10000"})
final class BenchMemoryCommand implements Callable<Integer> {
    private static final int MOST_PHOTOS = 200;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "FOLDER",
            description = "Photos, all below this folder; the first " + MOST_PHOTOS + " count.")
    private Path folder;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--images",
            defaultValue = "10000",
            paramLabel = "N",
            description = "How many; ${DEFAULT-VALUE} by default.")
    private int images;

    @Option(
            names = "--every",
            defaultValue = "250",
            paramLabel = "N",
            description = "After how many memory is looked at; ${DEFAULT-VALUE} by default.")
    private int every;

    @Option(
            names = "--concurrency",
            defaultValue = "32",
            paramLabel = "N",
            description = "Images in work at once; ${DEFAULT-VALUE} by default.")
    private int concurrency;

    /** Everything that is printed. */
    record Report(Machine machine, MemoryBench.Result result) {}

    @Override
    public Integer call() throws IOException {
        if (every < 1 || images < 5 * every) {
            throw new ParameterException(command.commandLine(), "a curve needs at least five looks: raise --images");
        }
        if (!MemoryBench.canMeasure()) {
            throw new CannotStartException("this system does not tell how much memory a process takes; use Linux");
        }
        var err = command.commandLine().getErr();
        try (var captioner = FileCaptioner.open(model.captioner().withBatch(concurrency), List.of())) {
            var result = new MemoryBench(captioner, photos(), images, every, concurrency)
                    .run(point -> err.printf(
                            "sightline: %d images, %d MB, of them heap %d%n",
                            point.images(), point.residentBytes() / 1_000_000, point.heapBytes() / 1_000_000));
            JsonReport.print(command, new Report(Machine.here(), result));
            return result.verdict().flat() ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        }
    }

    private List<RgbImage> photos() {
        var decoder = ImageDecoders.of(PreprocessConfig.defaults());
        var paths = ImageFiles.of(List.of(folder.toString()), Stdin.reader(), warning -> {});
        if (paths.isEmpty()) {
            throw new ParameterException(command.commandLine(), "there are no images below " + folder);
        }
        return paths.stream()
                .limit(MOST_PHOTOS)
                .map(path -> decoder.decode(BenchImages.read(Path.of(path))).pixels())
                .toList();
    }
}
