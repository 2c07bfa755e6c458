package dev.sightline.cli;

import dev.sightline.conformance.ConformanceRun;
import dev.sightline.model.folder.Precision;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline conformance}: this engine's answers to the questions of a kit. */
@Command(
        name = "conformance",
        description =
                "Answers a conformance kit, a JSON object a line, for the kit's own script to compare. Ends with 1 where a question"
                        + " has no answer.",
        footer = {"", "Example:", "  sightline conformance ../shared/conformance > results.jsonl"})
final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "KIT", description = "The kit's folder, with models, images and goldens.")
    private Path kit;

    @Option(
            names = "--precision",
            defaultValue = "auto",
            paramLabel = "PRECISION",
            converter = ModelOption.Named.class,
            description =
                    "In which number format its models run: auto (default: the folder's own choice), fp32, fp16, int8,"
                            + " int8-dynamic or int4. Answers to fp32 goldens may differ in the others.")
    private Precision precision;

    @Override
    public Integer call() {
        if (!Files.isDirectory(kit.resolve("goldens"))) {
            throw new ParameterException(command.commandLine(), kit + " is no conformance kit: it has no goldens");
        }
        var out = command.commandLine().getOut();
        var err = command.commandLine().getErr();
        var run = new ConformanceRun(kit, precision, out::println, told -> err.println("sightline: " + told));
        try {
            return run.run() == 0 ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        } catch (UncheckedIOException e) {
            throw new CannotStartException(kit + ": " + e.getMessage(), e);
        }
    }
}
