package dev.sightline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.bench.EngineBench;
import dev.sightline.bench.Machine;
import dev.sightline.model.folder.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline bench engine}: images and tokens a second by concurrency, and what each stage costs. */
@Command(
        name = "engine",
        description = "Measures how fast distinct images become captions, by how many are in work at once.",
        footer = {"", "Example:", "  sightline bench engine photos --concurrency 1,8,32"})
final class BenchEngineCommand implements Callable<Integer> {
    static final String PROMPT = "Describe this photo.";
    static final int MAX_NEW_TOKENS = 32;

    @Spec
    private CommandSpec command;

    @Mixin
    private BenchImages images;

    @Mixin
    private ModelOption model;

    @Mixin
    private QuietMachine machine;

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,4,8,16,32",
            paramLabel = "N",
            description = "Images in work at once; ${DEFAULT-VALUE} by default.")
    private List<Integer> concurrency;

    /** Everything that is printed. */
    record Report(Machine machine, String model, List<EngineBench.Result> results) {}

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        var files = images.paths().stream().map(BenchImages::read).toList();
        var bench = new EngineBench(model.captioner(), files, PROMPT, MAX_NEW_TOKENS);
        var results = new ArrayList<EngineBench.Result>();
        for (var round = 1; round <= images.rounds(); round++) {
            machine.checkQuiet();
            for (var n : concurrency) {
                command.commandLine().getErr().printf("sightline: round %d, %d at once%n", round, n);
                results.add(bench.run(n));
            }
        }
        var report = new Report(Machine.here(), ModelFolder.open(model.folder()).id(), EngineBench.middle(results));
        JsonReport.print(command, report);
        return ExitStatus.ALL_DONE;
    }
}
