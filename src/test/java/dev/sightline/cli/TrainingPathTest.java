package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.train.Ingredients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From captioned photos and a pretrained language model to captions, as a user types it; small enough for minutes. */
@Tag("kit")
@Tag("train")
class TrainingPathTest {
    private static final int PHOTOS = 100;
    private static final int CAPTIONS = 5;

    private static final int WORDS = 6;
    private static final String[] SAMPLES = {"astronaut", "camera", "chelsea", "china", "coffee", "flower", "rocket"};

    @TempDir
    static Path folder;

    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();

    @BeforeAll
    static void trainAndExport() throws IOException {
        Path table = folder.resolve("captions.tsv");
        try (Stream<String> lines = Files.lines(Ingredients.data("flickr8k-train.captions.tsv"))) {
            Files.write(table, lines.limit((long) PHOTOS * CAPTIONS).toList());
        }
        List<String> common = common();
        run("import", "captions", table.toString(), "--to", at("train.jsonl"));
        run(with(common, "train", "align", "--out", at("align"), "--steps", "6", "--batch", "32", "--part", "16"));
        run(with(
                common,
                "train",
                "generate",
                "--from",
                at("align/adapter.safetensors"),
                "--out",
                at("generate"),
                "--steps",
                "3",
                "--batch",
                "4",
                "--accumulation",
                "1",
                "--conversations",
                "2"));
        run(with(
                common,
                "export",
                at("generate/adapter.safetensors"),
                "--to",
                at("model"),
                "--format",
                "q4",
                "--calibration-images",
                "4"));
    }

    @Test
    void trainsOnAHundredPhotosAndExportsAFolder() throws IOException {
        assertThat(folder.resolve("align/curve.svg")).exists();
        assertThat(Files.readAllLines(folder.resolve("generate/metrics.jsonl"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Files.size(folder.resolve("model/adapter.safetensors"))).isLessThan(40_000_000);
        assertThat(folder.resolve("model/onnx/decoder_model_merged_q4.onnx")).exists();
    }

    @Test
    void thePipelineAndTransformersJsCaptionWithTheFolder() throws IOException, InterruptedException {
        // given
        Path photos = Path.of(System.getProperty("sightline.home", "."), "src/main/photos");
        List<String> paths = Stream.of(SAMPLES)
                .map(name -> photos.resolve(name + ".jpg").toString())
                .toList();

        // when
        List<String> ours = run(with(
                        List.of(
                                "--model",
                                at("model"),
                                "--precision",
                                "int4",
                                "--max-new-tokens",
                                "" + TransformersJs.NEW_TOKENS),
                        with(paths, "caption")))
                .lines()
                .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                .toList();
        List<String> theirs = new TransformersJs(folder.resolve("images"))
                .captions(folder.resolve("model"), "q4", "Describe this photo.", paths);

        // then; a model of three steps soon wavers between words, and each runtime rounds in its own way
        assertThat(ours).hasSize(SAMPLES.length);
        assertThat(IntStream.range(0, SAMPLES.length)
                        .filter(i -> beginning(ours.get(i)).equals(beginning(theirs.get(i))))
                        .boxed())
                .as("%s%n%s", ours, theirs)
                .hasSizeGreaterThan(SAMPLES.length / 2);
    }

    private static List<String> beginning(String text) {
        List<String> words = List.of(text.split(" "));
        assertThat(words).hasSizeGreaterThanOrEqualTo(WORDS);
        return words.subList(0, WORDS);
    }

    private static List<String> common() throws IOException {
        return List.of(
                "--data", at("train.jsonl"),
                "--images", shards(),
                "--language-model", Ingredients.languageModel().toString(),
                "--stem", Ingredients.file("efficientnet_lite2_stem.onnx").toString(),
                "--cache", at("features"));
    }

    private static String shards() {
        return String.join(
                ",",
                Stream.of("00", "01", "02")
                        .map(n ->
                                Ingredients.data("flickr8k-train-" + n + ".tar").toString())
                        .toList());
    }

    private static String[] with(List<String> common, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(common);
        return words.toArray(String[]::new);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String run(String... command) {
        OUT.getBuffer().setLength(0);
        PrintWriter results = new PrintWriter(OUT, true);
        int status = Sightline.commandLine(results, new PrintWriter(ERR, true)).execute(command);
        results.flush();
        assertThat(status).as("%s%n%s", String.join(" ", command), ERR).isZero();
        return OUT.toString();
    }
}
