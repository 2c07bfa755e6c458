package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.evaluate.Judged;
import dev.sightline.train.evaluate.PredictionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final Path TOWERS = Path.of("src/test/resources/towers");
    private static final Path MODEL = Path.of("src/test/resources/models/llava");
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void asksTwoModelsTheSameAndShowsThemSideBySide() throws IOException {
        // given
        var data = captions("chelsea.jpg", "coffee.jpg");
        var another = folder.resolve("another");
        copy(MODEL, another);

        // when
        var status =
                evaluate("--data " + data + " --images src/main/photos --precision fp32 --max-new-tokens 4 --model "
                        + MODEL + " --compare " + another + " --predictions "
                        + folder.resolve("said.jsonl") + " --report " + folder);

        // then
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.ALL_DONE);
        assertThat(out.toString().lines().map(line -> line.split("\t").length))
                .containsOnly(10)
                .hasSize(7);
        assertThat(PredictionFile.read(folder.resolve("said.jsonl"))).hasSize(2);
        assertThat(Files.readString(folder.resolve("index.html"))).contains("llava beside another", "data:image/jpeg");
    }

    @Test
    void comparesWhatTwoEarlierRunsWroteWithoutAskingAModel() throws IOException {
        // given
        var good = predictions("good.jsonl", "A cat sleeps on a chair.", "A dog runs over grass.");
        var poor = predictions("poor.jsonl", "A man sleeps on a boat.", "A dog runs over a street.");

        // when
        var status = evaluate("--from " + good + " --compare " + poor + " --report " + folder);

        // then
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.ALL_DONE);
        assertThat(out.toString().lines().findFirst().orElseThrow())
                .isEqualTo("score\tgood.jsonl\tlow\thigh\tpoor.jsonl\tlow\thigh\tdifference\tlow\thigh");
        var difference = new ObjectMapper()
                .readTree(folder.resolve("evaluation.json").toFile())
                .at("/differences/CIDEr-D");
        assertThat(difference.required("low").asDouble()).isGreaterThan(0);
    }

    @Test
    void findsCaptionsByImageAndImagesByCaption() throws IOException {
        // given
        var data = folder.resolve("colours.jsonl");
        ConversationFile.write(
                data,
                COLOURS.stream()
                        .map(colour -> Conversation.about(
                                colour, colour + ".png", "Describe this photo.", "a photo of something " + colour)));

        // when
        var status = evaluate("--data " + data + " --images " + TOWERS + " --towers " + TOWERS + " --report " + folder);

        // then
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.ALL_DONE);
        assertThat(out.toString()).contains("image to text R@1\t1.0000\t1.0000\t1.0000", "text to image R@10\t1.0000");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("a photo of something green");
    }

    @Test
    void anImageThatIsNoneIsToldOfAndLeftOut() throws IOException {
        // given
        Files.writeString(folder.resolve("broken.jpg"), "no picture");
        Files.copy(Path.of("src/main/photos/chelsea.jpg"), folder.resolve("chelsea.jpg"));
        var data = captions("broken.jpg", "missing.jpg", "chelsea.jpg");

        // when
        var status = evaluate("--data " + data + " --precision fp32 --max-new-tokens 4 --model " + MODEL);

        // then
        assertThat(status).isEqualTo(ExitStatus.SOME_FAILED);
        assertThat(err.toString()).contains("broken.jpg: image_unsupported_type", "missing.jpg: there is no such file");
        assertThat(out.toString()).contains("CIDEr-D");
    }

    @Test
    void theReportOfPredictionsHasNoPictureOfAnImageThatIsBroken() throws IOException {
        // given
        Files.writeString(folder.resolve("1.jpg"), "no picture");
        var said = predictions("said.jsonl", "A cat sleeps.", "A dog runs.");

        // when
        var status = evaluate("--from " + said + " --images " + folder + " --report " + folder);

        // then
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.ALL_DONE);
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("A cat sleeps.")
                .doesNotContain("<img");
    }

    @Test
    void withoutDataThereMustBePredictions() {
        assertThat(evaluate("--report " + folder)).isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(err.toString()).contains("--data");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private Path captions(String... images) throws IOException {
        var data = folder.resolve("dev.jsonl");
        ConversationFile.write(
                data,
                Stream.of(images).map(image -> Conversation.about(image, image, "Describe this photo.", "A photo.")));
        return data;
    }

    private Path predictions(String name, String first, String second) throws IOException {
        var file = folder.resolve(name);
        PredictionFile.write(
                file,
                List.of(
                        new Judged("1.jpg", "", first, List.of("A cat sleeps on a red chair.")),
                        new Judged("2.jpg", "", second, List.of("A brown dog runs over grass."))));
        return file;
    }

    private int evaluate(String arguments) {
        return Sightline.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(("evaluate " + arguments).split(" "));
    }
}
