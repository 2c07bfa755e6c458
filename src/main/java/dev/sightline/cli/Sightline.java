package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.runtime.Device;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program. Commands are plain picocli, so that they start at once; only {@code up} starts the container.
 */
@QuarkusMain
@Command(
        name = "sightline",
        description = "Photos into words over Kafka: captions, alt text, answers and short texts.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            CaptionCommand.class,
            AskCommand.class,
            SubmitCommand.class,
            TailCommand.class,
            SearchCommand.class,
            ReindexCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            ExportCommand.class,
            ConvertCommand.class,
            EvaluateCommand.class,
            ConformanceCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {"", "Example:", "  sightline up --sample --exit"})
public final class Sightline {
    // a system property: whether a failure's stack trace is shown
    private static final String TRACE = "sightline.trace";

    @Spec
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at its value
    private boolean help;

    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            paramLabel = "DEVICE",
            description = "Where models compute: auto (default), cpu or cuda, which was never run on a GPU.")
    void computeOn(String device) {
        try {
            System.setProperty(Device.PROPERTY, Device.parse(device).label());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** Runs one command and ends the process with its exit status. */
    public static void main(String... args) {
        if (args.length == 0 || !args[0].equals("up")) { // the container configures the log itself
            CommandLog.warningsToStderr();
        }
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        var status = commandLine(out, err).execute(args);
        out.flush();
        System.exit(status);
    }

    /** The command line over these streams: results go to the first, everything else to the second. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Sightline())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println("sightline: " + told(failure));
                    if (Boolean.getBoolean(TRACE)) {
                        failure.printStackTrace(err);
                    }
                    return ExitStatus.CANNOT_START;
                });
    }

    private static String told(Exception failure) {
        if (failure instanceof CannotStartException || failure instanceof ModelRefusedException) {
            return failure.getMessage();
        }
        if (failure instanceof ConfigValidationException wrong) {
            return "a setting is wrong: " + wrong.getProblem(0).getMessage();
        }
        var cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        return "stopped by what was not expected, %s: SIGHTLINE_JAVA_OPTS=-D%s=true shows where"
                .formatted(cause.toString().replaceAll("\\s*\\R\\s*", " "), TRACE);
    }
}
