package dev.sightline.cli;

import dev.sightline.bench.PipelineAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline bench pipeline}: whether every task ends exactly once, whatever happens on the way. */
@Command(
        name = "pipeline",
        description = {
            "Sends requests of which a tenth is broken and a twentieth comes from failing sources, lets two workers do",
            "them, kills one in the middle, and accounts for every task. Ends with 1 where one was lost or came twice."
        },
        footer = {"", "Example:", "  sightline bench pipeline --account --requests 2000"})
final class BenchPipelineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--account", description = "Accounts for every task, as a table.")
    private boolean account;

    @Option(
            names = "--requests",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Requests; ${DEFAULT-VALUE} by default.")
    private int requests;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!account) {
            throw new ParameterException(command.commandLine(), "say what to measure: --account");
        }
        var out = command.commandLine().getOut();
        var err = command.commandLine().getErr();
        var folder = Files.createTempDirectory("sightline-account");
        err.println("sightline: the workers' logs lie below " + folder);
        var exact = new PipelineAccount(requests, Home.folder().resolve("sightline"), Home.photos())
                .run(folder, step -> err.println("sightline: " + step), out::println);
        return exact ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
    }
}
