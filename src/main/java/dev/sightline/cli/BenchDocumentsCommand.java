package dev.sightline.cli;

import dev.sightline.bench.DocumentBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench documents}: how fast events become documents. */
@Command(
        name = "documents",
        description = "Turns events into documents, exactly once, on a broker in this process.",
        footer = {"", "Example:", "  sightline bench documents --images 25000"})
final class BenchDocumentsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--images",
            defaultValue = "25000",
            paramLabel = "N",
            description = "Images, of four events each; ${DEFAULT-VALUE} by default.")
    private int images;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads of the topology; ${DEFAULT-VALUE} by default.")
    private int threads;

    @Override
    public Integer call() throws IOException {
        try (var folder = new ScratchFolder()) {
            var result = new DocumentBench(images, threads).run(folder.path());
            JsonReport.print(command, result);
            return result.documentsRead() == result.events() ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        }
    }
}
