package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.Ingredients;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.Imports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training run as a process that is killed, {@code kill -9}, and started again by the same command. */
@Tag("kit")
@Tag("train")
class KilledTrainingTest {
    private static final int STEPS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @BeforeEach
    void importCaptions() throws IOException {
        try (var captions = Imports.captions(Ingredients.data("flickr8k-train.captions.tsv"), "Describe this photo.")) {
            ConversationFile.write(folder.resolve("train.jsonl"), captions.limit(32 * 5));
        }
    }

    @Test
    void aKilledRunGoesOnAlongTheCurveOfOneThatWasNot() throws IOException, InterruptedException {
        // given
        assertThat(train("whole").waitFor()).isZero();
        Process killed = train("killed");
        await().atMost(PATIENCE).until(() -> losses("killed").size() >= 5 || !killed.isAlive());

        // when
        killed.destroyForcibly().waitFor();
        int done = losses("killed").size();
        assertThat(train("killed").waitFor()).isZero();

        // then
        assertThat(done).isLessThan(STEPS);
        assertThat(losses("killed")).hasSize(STEPS).isEqualTo(losses("whole"));
    }

    private Process train(String out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                Sightline.class.getName()));
        command.addAll(List.of("train", "align", "--steps", "" + STEPS, "--batch", "16", "--part", "8"));
        command.addAll(List.of("--checkpoint-seconds", "0", "--views", "1"));
        command.addAll(List.of("--out", folder.resolve(out).toString()));
        command.addAll(List.of("--data", folder.resolve("train.jsonl").toString()));
        command.addAll(List.of(
                "--images",
                Ingredients.data("flickr8k-train-00.tar") + "," + Ingredients.data("flickr8k-train-01.tar") + ","
                        + Ingredients.data("flickr8k-train-02.tar")));
        command.addAll(List.of("--language-model", Ingredients.languageModel().toString()));
        command.addAll(List.of(
                "--stem", Ingredients.file("efficientnet_lite2_stem.onnx").toString()));
        command.addAll(List.of("--cache", folder.resolve("features").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(out + ".log").toFile())
                .start();
    }

    private List<Double> losses(String out) throws IOException {
        Path file = folder.resolve(out).resolve("metrics.jsonl");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Double> losses = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : lines.filter(text -> text.endsWith("}") && text.contains("\"loss\""))
                    .toList()) {
                losses.add(new ObjectMapper().readTree(line).required("loss").asDouble());
            }
        }
        return losses;
    }
}
