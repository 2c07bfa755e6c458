package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SightlineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine = Sightline.commandLine(new PrintWriter(out), new PrintWriter(err));

    @Test
    void everyCommandHasAnExampleThatParses() {
        assertAll(everyCommand(commandLine).map(command -> () -> {
            var example = List.of(command.getCommandSpec().usageMessage().footer()).stream()
                    .filter(line -> line.startsWith("  sightline "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(command.getCommandName() + " has no example"));
            var arguments = example.strip().replaceFirst(" > .*", "").split(" ");
            commandLine.parseArgs(Stream.of(arguments).skip(1).toArray(String[]::new));
        }));
    }

    @Test
    void helpGoesToStdoutAndEndsWithZero() {
        var status = commandLine.execute("doctor", "--help");

        assertThat(status).isEqualTo(ExitStatus.ALL_DONE);
        assertThat(out.toString()).startsWith("Usage: sightline doctor");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongUsageGoesToStderrAndEndsWithTwo() {
        var status = commandLine.execute("doctor", "--no-such-option");

        assertThat(status).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("Unknown option: '--no-such-option'");
    }

    @Test
    void aDataFolderThatCannotBeEndsWithThreeAndSaysWhatToDo(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file"));

        var status =
                commandLine.execute("doctor", "--data", file.resolve("data").toString());

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(out.toString()).contains("BAD   disk").contains("choose another folder by --data");
    }

    private static Stream<CommandLine> everyCommand(CommandLine root) {
        return Stream.concat(
                Stream.of(root), root.getSubcommands().values().stream().flatMap(SightlineTest::everyCommand));
    }
}
