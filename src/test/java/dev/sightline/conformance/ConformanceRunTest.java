package dev.sightline.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRunTest {
    private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));
    private static final Path TINY = HOME.resolve("src/test/resources/models/llava");
    private static final String QUESTIONS =
            """
            {"max_new_tokens": 2,
             "images": {"good.jpg": {"pixel_values": {"samples": [[0, 0.5], [7, 0.5]]}},
                        "bad.jpg": {"pixel_values": {"samples": [[0, 0.5]]}}},
             "cases": [
               {"id": "good", "images": ["good.jpg"], "messages": [{"role": "user", "content":
                 [{"type": "image"}, {"type": "text", "text": "What is it?"}]}]},
               {"id": "bad", "images": ["bad.jpg"], "messages": [{"role": "user", "content":
                 [{"type": "image"}, {"type": "text", "text": "What is it?"}]}]},
               {"id": "film", "images": ["good.jpg"], "messages": [{"role": "user", "content": [{"type": "video"}]}]}],
             "batches": [{"cases": ["good", "good"]}, {"cases": ["good", "gone"]}]}
            """;

    @TempDir
    private Path kit;

    private final List<JsonNode> lines = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void makeAKit() throws IOException {
        for (var name : List.of("models/llava/onnx", "goldens", "images", "invalid")) {
            Files.createDirectories(kit.resolve(name));
        }
        try (Stream<Path> files = Files.walk(TINY).filter(Files::isRegularFile)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        kit.resolve("models/llava")
                                .resolve(TINY.relativize(file).toString()));
            }
        }
        var photo = Files.readAllBytes(HOME.resolve("src/main/photos/coffee.jpg"));
        Files.write(kit.resolve("images/good.jpg"), photo);
        Files.write(kit.resolve("images/bad.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2});
        Files.writeString(kit.resolve("goldens/llava.json"), QUESTIONS);
        Files.writeString(
                kit.resolve("goldens/decode.json"),
                "{\"good.jpg\": {\"pixels\": [[0, 0, [1, 2, 3]]]}, \"bad.jpg\": {\"pixels\": []}}");
        Files.writeString(kit.resolve("invalid/expected.json"), "{\"bad.jpg\": {}, \"gone.jpg\": {}}");
        Files.copy(kit.resolve("images/bad.jpg"), kit.resolve("invalid/bad.jpg"));
    }

    @Test
    void tellsOfEachQuestionWithoutAnAnswerAndAnswersTheOthers() {
        // when
        var missing = run();

        // then
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .containsExactly("decode", "invalid", "pixels", "case", "batch");
        assertThat(told.stream().filter(problem -> problem.contains(" has no answer: ")))
                .hasSize(missing)
                .extracting(problem -> problem.replaceFirst(" has no answer: .*", ""))
                .containsExactly(
                        "images/bad.jpg",
                        "invalid/gone.jpg",
                        "llava pixels of bad.jpg",
                        "llava bad",
                        "llava film",
                        "llava batch 1");
    }

    @Test
    void refusesAKitThatAsksAModelWhichItDoesNotHold() throws IOException {
        Files.writeString(kit.resolve("goldens/other.json"), QUESTIONS);

        assertThatThrownBy(this::run)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(kit.resolve("models/other").toString());
    }

    @Test
    void refusesAKitWhoseFileOfQuestionsHasNone() throws IOException {
        Files.writeString(kit.resolve("goldens/llava.json"), QUESTIONS.replace("cases\": [", "casks\": ["));

        assertThatThrownBy(this::run)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("goldens/llava.json of the kit has no cases");
    }

    private int run() {
        return new ConformanceRun(kit, Precision.FP32, lines::add, told::add).run();
    }
}
