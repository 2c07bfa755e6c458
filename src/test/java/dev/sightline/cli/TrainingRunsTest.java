package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.nn.Projector;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of stage 2 promise. */
@Tag("train")
class TrainingRunsTest {
    @TempDir
    Path folder;

    private SmallRun runs;

    @BeforeEach
    void prepare() throws IOException {
        runs = new SmallRun(folder);
    }

    @Test
    void endsWhenCiderOfTheDevPhotosNoLongerRises() throws IOException {
        // when
        runs.run(runs.command(
                "generate",
                "out",
                "--dev",
                runs.at("train.jsonl"),
                "--steps",
                "40",
                "--evaluate-every",
                "2",
                "--patience",
                "2"));

        // then
        List<Double> cider = new ArrayList<>();
        for (JsonNode line : runs.metrics("out")) {
            if (line.has("evaluation")) {
                cider.add(line.required("evaluation").required("CIDEr-D").asDouble());
            }
        }
        assertThat(runs.losses("out")).hasSizeLessThan(40);
        int best = cider.indexOf(cider.stream().max(Double::compare).orElseThrow());
        assertThat(cider).hasSize(best + 1 + 2); // two measurements without a better one
    }

    @Test
    void inTheWarmUpTheProjectorAloneLearns() throws IOException {
        // when
        runs.run(runs.command("generate", "short", "--steps", "1", "--warm-up", "8"));
        runs.run(runs.command("generate", "long", "--steps", "6", "--warm-up", "8"));
        runs.run(runs.command("generate", "without", "--steps", "6"));

        // then
        Map<String, float[]> early = weights("short");
        Map<String, float[]> late = weights("long");
        Map<String, float[]> without = weights("without");
        assertThat(late.keySet()).isEqualTo(without.keySet()).anyMatch(name -> name.startsWith("lora."));
        for (String name : late.keySet()) {
            boolean learns = Projector.NAMES.stream().anyMatch(name::startsWith);
            assertThat(Arrays.equals(late.get(name), early.get(name))).as(name).isEqualTo(!learns);
            assertThat(Arrays.equals(late.get(name), without.get(name)))
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void trainingGoesOnFromAModelFolderThatWasCopiedElsewhere() throws IOException {
        // given a trained model, exported, and its folder's copy
        runs.run(runs.command("generate", "first", "--steps", "30", "--llm-rate", "5e-3", "--vision-rate", "2e-3"));
        List<String> export = new ArrayList<>(List.of("export", runs.at("first/adapter.safetensors"), "--to"));
        export.addAll(List.of(runs.at("model"), "--format", "fp32"));
        export.addAll(runs.builtOn());
        runs.run(export);
        Path clone = Files.createDirectories(folder.resolve("clone"));
        Files.copy(folder.resolve("model/adapter.safetensors"), clone.resolve("adapter.safetensors"));

        // when
        runs.run(runs.command("generate", "on", "--steps", "2", "--from", runs.at("clone/adapter.safetensors")));

        // then
        List<Double> first = runs.losses("first");
        assertThat(first.get(29)).isLessThan(0.8 * first.get(0));
        assertThat(runs.losses("on").get(0)).isLessThan(1.1 * first.get(29));
        assertThat(weights("on").keySet()).isEqualTo(weights("first").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"align", "generate"})
    void photosThatAreMissingOrBrokenAreNamedAndLeftOut(String stage) throws IOException {
        // given
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.writeString(photos.resolve("broken.jpg"), "no picture");
        ConversationFile.write(
                folder.resolve("train.jsonl"),
                Stream.of("missing.jpg", "broken.jpg").map(name -> Conversation.about(name, name, "What?", "It.")),
                true);

        // when
        List<String> command = runs.command(stage, "out", "--steps", "3", "--images", photos.toString());
        String said = runs.said(command, ExitStatus.ALL_DONE);

        // then
        assertThat(said)
                .contains("2 left out:")
                .contains("missing.jpg: there is no such file")
                .contains("broken.jpg: image_un");
        assertThat(runs.losses("out")).hasSize(3);
    }

    @Test
    void aRunThatIsToGoOnOtherwiseIsRefused() {
        List<String> begun = runs.command("align", "out", "--steps", "2");
        runs.run(begun);
        List<String> otherwise = new ArrayList<>(begun);
        otherwise.addAll(List.of("--seed", "7"));

        assertThat(runs.said(otherwise, ExitStatus.CANNOT_START))
                .contains("checkpoint.safetensors: its run was begun with seed 1, and is not to go on with 7")
                .contains("--restart");

        otherwise.add("--restart");
        runs.run(otherwise);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--batch|0|--batch is at least 1, not 0",
                "--patch|7|pictures of 256 pixels do not divide into patches of 7",
                "--patch|0|--patch is at least 1, not 0",
                "--evaluate-every|0|--evaluate-every is at least 1, not 0",
                "--views|0|--views is at least 1, not 0",
                "--from|nowhere.safetensors|there is no nowhere.safetensors",
                "--images|nowhere|there is no nowhere"
            })
    void whatCannotBeIsSaidInWords(String option, String value, String said) {
        List<String> command = SmallRun.with(runs.command("generate", "out", "--steps", "1"), option, value);

        assertThat(runs.said(command, ExitStatus.CANNOT_START)).contains(said).doesNotContain("\tat ");
    }

    private Map<String, float[]> weights(String out) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(folder.resolve(out).resolve("adapter.safetensors"));
        Map<String, float[]> weights = new TreeMap<>();
        for (String name : file.names()) {
            weights.put(name, file.read(name).values());
        }
        return weights;
    }
}
