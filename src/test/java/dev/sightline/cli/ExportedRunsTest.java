package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.train.TrainedModel;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.PredictionFile;
import dev.sightline.train.nn.Projector;
import dev.sightline.train.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a short run to its folder: what serves gives what training measured. */
@Tag("train")
class ExportedRunsTest {
    private static final int NEW_TOKENS = 8;

    @TempDir
    Path folder;

    private SmallRun runs;

    @BeforeEach
    void prepare() throws IOException {
        runs = new SmallRun(folder);
    }

    @ParameterizedTest
    @CsvSource({"lora, tuned", "tuned, tuned", "lora, frozen"
    }) // a frozen one stutters at random weights, which the gate refuses
    void whateverLearnsIsInTheExportedFolderAndWhatDoesNotIsAsItWas(String llm, String vision) throws IOException {
        // given
        runs.run(runs.command("align", "align", "--steps", "1"));
        List<String> train = runs.command(
                "generate", "out", "--llm", llm, "--steps", "40", "--llm-rate", "5e-3", "--vision-rate", "2e-3");
        train.addAll(List.of("--vision", vision, "--from", runs.at("align/adapter.safetensors")));
        runs.run(train);
        List<TrainedModel.Written> written =
                TrainedModel.write(folder.resolve("out/adapter.safetensors"), runs.trainingInputs(), NEW_TOKENS);

        // when
        export("out", "--format", "fp32");
        List<String> command =
                new ArrayList<>(List.of("evaluate", "--model", runs.at("export"), "--precision", "fp32"));
        command.addAll(List.of("--max-new-tokens", "" + NEW_TOKENS, "--predictions", runs.at("said.jsonl")));
        command.addAll(runs.inputs().subList(0, 4));
        runs.run(command);

        // then
        Map<String, String> said = new TreeMap<>();
        for (Judged one : PredictionFile.read(folder.resolve("said.jsonl"))) {
            said.put(one.id(), one.prediction());
        }
        Map<String, String> expected = new TreeMap<>();
        written.forEach(one -> expected.put(one.image(), one.text().strip()));
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void whatWasTrainedBeforeStaysWhereTheNextRunKeepsIt() throws IOException {
        // given
        runs.run(runs.command("generate", "first", "--llm", "lora", "--steps", "4", "--llm-rate", "5e-3"));
        List<String> next = runs.command("generate", "out", "--llm", "frozen", "--vision", "frozen", "--steps", "2");
        next.addAll(List.of("--from", runs.at("first/adapter.safetensors")));

        // when
        runs.run(next);

        // then
        SafetensorsFile first = SafetensorsFile.open(folder.resolve("first/adapter.safetensors"));
        SafetensorsFile out = SafetensorsFile.open(folder.resolve("out/adapter.safetensors"));
        assertThat(out.names()).isEqualTo(first.names());
        for (String name : first.names()) {
            boolean learns = Projector.NAMES.stream().anyMatch(name::startsWith);
            boolean same =
                    Arrays.equals(out.read(name).values(), first.read(name).values());
            assertThat(same || learns).as(name).isTrue();
        }
    }

    @Test
    void towersFindAsMuchInTheirFolderAsInTraining() throws IOException {
        // given
        String steps = "6";
        runs.run(runs.command(
                "align", "out", "--dev", runs.at("train.jsonl"), "--steps", steps, "--evaluate-every", steps));
        JsonNode measured = runs.metrics("out").get(6).required("evaluation");

        // when
        export("out", "--towers");
        List<String> command = new ArrayList<>(List.of("evaluate", "--towers", runs.at("export")));
        command.addAll(runs.inputs().subList(0, 4));
        String table = runs.run(command);

        // then
        assertThat(measured.size()).isEqualTo(6);
        for (Map.Entry<String, JsonNode> figure : measured.properties()) {
            assertThat(table)
                    .contains(String.format(
                            Locale.ROOT,
                            "%s\t%.4f\t",
                            figure.getKey(),
                            figure.getValue().asDouble()));
        }
    }

    private void export(String out, String... options) {
        List<String> command = new ArrayList<>(List.of("export", runs.at(out + "/adapter.safetensors")));
        command.addAll(List.of("--to", runs.at("export")));
        command.addAll(List.of(options));
        command.addAll(runs.builtOn());
        runs.run(command);
    }
}
