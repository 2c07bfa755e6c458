package dev.sightline.cli;

import dev.sightline.bench.IndexBench;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench index}: how fast documents can be found, and are. */
@Command(
        name = "index",
        description = "Indexes synthetic documents off a broker in this process, then asks for some of them.",
        footer = {"", "Example:", "  sightline bench index --documents 100000"})
final class BenchIndexCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--documents",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Documents; ${DEFAULT-VALUE} by default.")
    private int documents;

    @Option(
            names = "--dimensions",
            defaultValue = "256",
            paramLabel = "N",
            description = "Dimensions of their embeddings, 0 for none; ${DEFAULT-VALUE} by default.")
    private int dimensions;

    @Option(
            names = "--queries",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Queries of each kind; ${DEFAULT-VALUE} by default.")
    private int queries;

    @Override
    public Integer call() throws IOException {
        try (var folder = new ScratchFolder()) {
            var result = new IndexBench(documents, dimensions, queries).run(folder.path());
            JsonReport.print(command, result);
            return ExitStatus.ALL_DONE;
        }
    }
}
