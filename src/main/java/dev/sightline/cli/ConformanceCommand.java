package dev.sightline.cli;

import dev.sightline.conformance.ConformanceRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline conformance}: this engine's answers to the questions of a kit. */
@Command(
        name = "conformance",
        description = "Answers a conformance kit, a JSON object a line, for the kit's own script to compare.",
        footer = {"", "Example:", "  sightline conformance ../shared/conformance > results.jsonl"})
final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "KIT", description = "The kit's folder, with models, images and goldens.")
    private Path kit;

    @Override
    public Integer call() {
        if (!Files.isDirectory(kit.resolve("goldens"))) {
            throw new ParameterException(command.commandLine(), kit + " is no conformance kit: it has no goldens");
        }
        var out = command.commandLine().getOut();
        var err = command.commandLine().getErr();
        new ConformanceRun(kit, out::println).run(part -> err.println("sightline: " + part));
        return ExitStatus.ALL_DONE;
    }
}
