package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SightlineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine = Sightline.commandLine(new PrintWriter(out), new PrintWriter(err));

    @Test
    void everyCommandHasAnExampleThatParses() {
        assertAll(everyCommand(commandLine).map(command -> () -> {
            // a long example goes on after a backslash
            var footer =
                    String.join("\n", command.getCommandSpec().usageMessage().footer());
            var example = footer.replaceAll("\\\\\n *", "")
                    .lines()
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
    void anOptionOutOfItsRangeIsNamedWithItsRangeAndValue() {
        var status = commandLine.execute("caption", "a.jpg", "--temperature", "1", "--top-p", "1.5");

        assertThat(status).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(err.toString()).startsWith("--top-p must be above 0 and at most 1, not 1.5");
    }

    @Test
    void doctorEndsWithThreeWhereSomethingIsAmissAndSaysWhatToDo(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file")).resolve("data").toString();

        var status = commandLine.execute("doctor", "--data", file, "--model", folder.toString());

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(out.toString())
                .contains("BAD   disk", "choose another folder by --data")
                .contains("BAD   model", "no Hugging Face model folder")
                .contains("ok    java");
    }

    @Test
    void aModelFolderThatIsNoneEndsWithThree(@TempDir Path folder) {
        var status = commandLine.execute("caption", "cat.jpg", "--model", folder.toString());

        assertThat(status).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(err.toString()).startsWith("sightline: No config.json in " + folder);
    }

    @Test
    void aSettingThatIsWrongIsNamedWithWhatItMayBe() {
        System.setProperty("sightline.preprocess.decode", "quarter");
        try {
            assertThat(commandLine.execute("caption", "cat.jpg")).isEqualTo(ExitStatus.CANNOT_START);
        } finally {
            System.clearProperty("sightline.preprocess.decode");
        }
        assertThat(err.toString())
                .startsWith("sightline: a setting is wrong: ")
                .contains("sightline.preprocess.decode", "quarter", "exact,reduced");
    }

    @Test
    void whatWasNotExpectedIsOneSentenceAndEndsWithThree() {
        commandLine.addSubcommand("stumble", CommandSpec.wrapWithoutInspection((Runnable) () -> {
            throw new IllegalStateException("one\n  two");
        }));

        assertThat(commandLine.execute("stumble")).isEqualTo(ExitStatus.CANNOT_START);
        assertThat(err.toString().lines()).singleElement().asString().contains("IllegalStateException: one two");
    }

    @Test
    void aBrokersAddressThatIsNoneIsAFinding(@TempDir Path folder) {
        var finding = BrokerCheck.broker(folder, Map.of(KafkaClients.BOOTSTRAP_SERVERS, "foo"));

        assertThat(finding.toString()).startsWith("BAD   broker").contains("KAFKA_BOOTSTRAP_SERVERS names foo: ");
    }

    @Test
    void whereNoPipelineRunsCommandsEndWithThreeAndSayHowToStartOne(@TempDir Path folder) {
        for (var arguments : List.of("tail captions", "submit cat.jpg", "submit https://example.org/cat.jpg --wait")) {
            var words = (arguments + " --data " + folder).split(" ", -1);

            assertThat(commandLine.execute(words)).isEqualTo(ExitStatus.CANNOT_START);
        }
        assertThat(err.toString().lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                .contains("sightline up"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caption",
                "caption a.jpg --task juggle",
                "caption a.jpg --task answer",
                "caption a.jpg --task alt --question Why?",
                "caption a.jpg --batch 0",
                "caption a.jpg --max-new-tokens 0",
                "caption a.jpg --temperature -1",
                "caption a.jpg --beams 3 --temperature 1",
                "caption a.jpg --n 2",
                "caption a.jpg --precision int5",
                "ask a.jpg --min-p 1.5",
                "submit a.jpg --logprobs 21",
                "caption a.jpg --context colour=red",
                "caption a.jpg --format xml",
                "ask",
                "ask a.jpg ",
                "submit a.jpg --lane fast",
                "tail gossip",
                "tail captions --limit 0",
                "up --exit",
                "up --port 70000",
                "up --management-port -1",
                "up --roles juggler",
                "up --host 0.0.0.0"
            })
    void wrongUsageIsTold(String arguments) {
        assertThat(commandLine.execute(arguments.split(" ", -1))).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Usage: sightline");
    }

    private static Stream<CommandLine> everyCommand(CommandLine root) {
        return Stream.concat(
                Stream.of(root), root.getSubcommands().values().stream().flatMap(SightlineTest::everyCommand));
    }
}
