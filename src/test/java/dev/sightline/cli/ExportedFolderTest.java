package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.Exporting;
import dev.sightline.train.Ingredients;
import dev.sightline.train.Pretrained;
import dev.sightline.train.TrainedModel;
import dev.sightline.train.TrainingInputs;
import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.ImageSet;
import dev.sightline.train.export.ExportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model of SmolLM2's full size, exported: whoever runs the folder writes what the trained model writes. */
@Tag("kit")
@Tag("train")
class ExportedFolderTest {
    private static final String QUESTION = "Describe this photo.";
    private static final int PHOTOS = 12;

    @TempDir
    static Path folder;

    private static Path photos;
    private static Path model;
    private static List<TrainedModel.Written> written;

    @BeforeAll
    static void exportAndWrite() throws IOException {
        photos = Files.createDirectories(folder.resolve("images"));
        Path adapter = Ingredients.file("bootstrap/adapter.safetensors");
        Path data = folder.resolve("photos.jsonl");
        ConversationFile.write(
                data, photos().stream().map(name -> Conversation.about(name, name, QUESTION, "A photo.")));
        Pretrained pretrained = new Pretrained(
                Home.model(), Ingredients.languageModel(), Ingredients.file("efficientnet_lite2_stem.onnx"));
        TrainingInputs inputs =
                new TrainingInputs(data, data, List.of(photos), pretrained, 16, 1, folder.resolve("features"));
        model = folder.resolve("model");
        Exporting.model(
                adapter, pretrained, model, EnumSet.of(ExportFormat.FP32, ExportFormat.Q8), null, (layers, all) -> {});
        written = TrainedModel.write(adapter, inputs, TransformersJs.NEW_TOKENS);
    }

    private static List<String> photos() throws IOException {
        Path shard = Ingredients.data("flickr8k-dev-00.tar");
        List<String> names;
        try (Stream<String> lines = Files.lines(Ingredients.data("dev-200.txt"))) {
            names = lines.limit(PHOTOS).toList();
        }
        ImageSet images = ImageSet.open(List.of(shard));
        for (String name : names) {
            Files.write(photos.resolve(name), images.read(name));
        }
        return names;
    }

    @Test
    void thePipelineWritesWhatTheTrainedModelWrites() throws IOException {
        List<String> captions = captions("fp32");

        assertThat(captions)
                .containsExactlyElementsOf(
                        written.stream().map(one -> one.text().strip()).toList());
    }

    @Test
    void transformersJsWritesWhatTheTrainedModelWrites() throws IOException, InterruptedException {
        var agreement = new TransformersJs(photos).caption(model, "fp32", QUESTION, written);

        assertThat(agreement.samePixels()).isEqualTo(PHOTOS);
        assertThat(agreement.prompts()).isEqualTo(PHOTOS);
        assertThat(agreement.ownPixels()).isGreaterThan(PHOTOS / 2); // it decodes and resizes photos a little otherwise
    }

    @Test
    void eightBitsChangeFewTextsInThePipelineAndInTransformersJs() throws IOException, InterruptedException {
        var agreement = new TransformersJs(photos).caption(model, "q8", QUESTION, written);

        assertThat(agreement.samePixels()).isGreaterThan(PHOTOS / 2);
        List<String> captions = captions("int8-dynamic");
        assertThat(written.stream().filter(one -> captions.contains(one.text().strip())))
                .hasSizeGreaterThan(PHOTOS / 2);
    }

    private static List<String> captions(String precision) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> command = new ArrayList<>(List.of("caption"));
        written.forEach(one -> command.add(photos.resolve(one.image()).toString()));
        command.addAll(List.of("--model", model.toString(), "--precision", precision, "--format", "jsonl"));
        command.addAll(List.of("--max-new-tokens", "" + TransformersJs.NEW_TOKENS));
        int status = Sightline.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        List<String> captions = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            captions.add(new ObjectMapper().readTree(line).required("text").asText());
        }
        return captions;
    }
}
