package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.Pretrained;
import dev.sightline.train.TinyLanguageModel;
import dev.sightline.train.TrainingInputs;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Training as a user types it, on the sample photos and a language model so small that a step takes a tenth of a second. */
final class SmallRun {
    private static final Path PHOTOS = Path.of(System.getProperty("sightline.home", "."), "src/main/photos");
    private static final Map<String, List<String>> CAPTIONS = Map.of(
            "chelsea.jpg", List.of("A cat looks up.", "The face of a cat with green eyes."),
            "coffee.jpg", List.of("A cup of coffee on a table.", "Coffee and a spoon."),
            "rocket.jpg", List.of("A rocket at night.", "A rocket stands on its pad."),
            "flower.jpg", List.of("A flower.", "A red flower in the garden."));

    private final Path folder;
    private final Path languageModel;

    SmallRun(Path folder) throws IOException {
        this.folder = folder;
        this.languageModel = TinyLanguageModel.write(folder.resolve("language-model"));
        ConversationFile.write(
                folder.resolve("train.jsonl"),
                CAPTIONS.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(photo -> photo.getValue().stream()
                                .map(said -> Conversation.about(said, photo.getKey(), "Describe this photo.", said))));
    }

    /** The command line of a stage, {@code align} or {@code generate}, into {@code out}; later options add to it. */
    List<String> command(String stage, String out, String... options) {
        List<String> command = new ArrayList<>(List.of("train", stage, "--out", at(out)));
        command.addAll(inputs());
        command.addAll(builtOn());
        command.addAll(List.of("--patch", "32", "--batch", "4"));
        if (stage.equals("generate")) {
            command.addAll(List.of("--accumulation", "1"));
        }
        command.addAll(List.of(options));
        return command;
    }

    /** A command with another value of an option. */
    static List<String> with(List<String> command, String option, String value) {
        List<String> other = new ArrayList<>(command);
        int at = other.indexOf(option);
        if (at < 0) {
            other.addAll(List.of(option, value));
        } else {
            other.set(at + 1, value);
        }
        return other;
    }

    /** What training reads beside the language model. */
    List<String> inputs() {
        return List.of(
                "--data", at("train.jsonl"),
                "--images", PHOTOS.toString(),
                "--views", "1",
                "--cache", at("features"));
    }

    /** What a folder is made of, beside the weights. */
    List<String> builtOn() {
        return List.of("--language-model", languageModel.toString());
    }

    /** The same, measured on the very photos. */
    TrainingInputs trainingInputs() {
        Path data = folder.resolve("train.jsonl");
        return new TrainingInputs(
                data,
                data,
                List.of(PHOTOS),
                new Pretrained(Home.model(), languageModel, null),
                32,
                1,
                folder.resolve("features"));
    }

    /** Runs a command in this process. */
    String run(List<String> command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = run(command, out, err);
        assertThat(status).as("%s%n%s", String.join(" ", command), err).isZero();
        return out.toString();
    }

    /** What a command in this process says to stderr, and the status it ends with. */
    String said(List<String> command, int expected) {
        StringWriter err = new StringWriter();
        int status = run(command, new StringWriter(), err);
        assertThat(status).as("%s%n%s", String.join(" ", command), err).isEqualTo(expected);
        return err.toString();
    }

    private static int run(List<String> command, StringWriter out, StringWriter err) {
        return Sightline.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
    }

    /** Starts a command as a process of its own. */
    Process start(List<String> command, String log) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Sightline.class.getName()));
        line.addAll(command);
        ProcessBuilder process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile());
        process.environment().put("OMP_NUM_THREADS", "1"); // steps so small gain nothing from a second
        return process.start();
    }

    /** A run's losses so far. */
    List<Double> losses(String out) throws IOException {
        return metrics(out).stream()
                .filter(line -> line.has("loss"))
                .map(line -> line.required("loss").asDouble())
                .toList();
    }

    /** A run's lines so far, whole ones. */
    List<JsonNode> metrics(String out) throws IOException {
        Path file = folder.resolve(out).resolve("metrics.jsonl");
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            try (Stream<String> texts = Files.lines(file)) {
                for (String text : texts.filter(line -> line.endsWith("}")).toList()) {
                    lines.add(new ObjectMapper().readTree(text));
                }
            }
        }
        return lines;
    }

    String at(String name) {
        return folder.resolve(name).toString();
    }
}
