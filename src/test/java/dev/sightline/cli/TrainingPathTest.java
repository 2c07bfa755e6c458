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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From captioned photos and a pretrained language model to captions, as a user types it; small enough for minutes. */
@Tag("kit")
@Tag("train")
class TrainingPathTest {
    private static final int PHOTOS = 100;
    private static final int CAPTIONS = 5;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void captionsWithAModelThatItTrainedOnAHundredPhotos() throws IOException {
        // given
        Path table = folder.resolve("captions.tsv");
        try (Stream<String> lines = Files.lines(Ingredients.data("flickr8k-train.captions.tsv"))) {
            Files.write(table, lines.limit((long) PHOTOS * CAPTIONS).toList());
        }
        List<String> common = common();

        // when
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
        String photo = Path.of(System.getProperty("sightline.home", "."), "src/main/photos/chelsea.jpg")
                .toString();
        String caption = run("caption", photo, "--model", at("model"), "--max-new-tokens", "8");

        // then
        assertThat(caption).isNotBlank();
        assertThat(folder.resolve("align/curve.svg")).exists();
        assertThat(Files.readAllLines(folder.resolve("generate/metrics.jsonl"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Files.size(folder.resolve("model/adapter.safetensors"))).isLessThan(40_000_000);
        assertThat(folder.resolve("model/onnx/decoder_model_merged_q4.onnx")).exists();
    }

    private List<String> common() throws IOException {
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

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private String run(String... command) {
        out.getBuffer().setLength(0);
        PrintWriter results = new PrintWriter(out, true);
        int status = Sightline.commandLine(results, new PrintWriter(err, true)).execute(command);
        results.flush();
        assertThat(status).as("%s%n%s", String.join(" ", command), err).isZero();
        return out.toString();
    }
}
