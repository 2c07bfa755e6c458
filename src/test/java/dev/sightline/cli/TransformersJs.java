package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.train.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** transformers.js on an exported folder, driven by the conformance kit's own program. */
final class TransformersJs {
    /** Most tokens that it writes. */
    static final int NEW_TOKENS = 24;

    private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));
    private static final Path PROGRAM = HOME.resolve("../shared/conformance/peers/transformersjs_caption.mjs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROMPT =
            "<|im_start|>user\n<image>\n%s<|im_end|>\n<|im_start|>assistant\n"; // what the chat template renders
    private static final int END_OF_TURN = 2;
    private static final String FAMILY = "exported";

    private final Path node;
    private final Path photos;
    private final Path work;

    /**
     * Finds it where {@code npm} has put it, else the test is skipped.
     *
     * @param photos a folder named {@code images}; the program reads more beside it
     */
    TransformersJs(Path photos) throws IOException {
        this.node = HOME.resolve("target/node").normalize();
        this.photos = photos;
        this.work = Files.createDirectories(photos.resolveSibling("transformers.js"));
        Assumptions.assumeTrue(
                Files.isDirectory(node.resolve("node_modules/@huggingface/transformers")),
                "npm install --prefix target/node @huggingface/transformers");
    }

    /** How many texts it writes alike, from the very pixels and from those it makes itself, and how many prompts. */
    record Agreement(int samePixels, int ownPixels, int prompts) {}

    /** Has it caption what is expected with files of this format. */
    Agreement caption(Path model, String format, String question, List<TrainedModel.Written> expected)
            throws IOException, InterruptedException {
        ObjectNode golden = JSON.createObjectNode().put("family", FAMILY);
        ObjectNode images = golden.putObject("images");
        ArrayNode cases = golden.putArray("cases");
        golden.putArray("batches");
        ModelFolder folder = ModelFolder.open(model);
        for (TrainedModel.Written one : expected) {
            PixelValues pixels = pixels(folder, photos.resolve(one.image()));
            dump(pixels, one.image());
            ArrayNode shape = images.putObject(one.image())
                    .putObject("pixel_values")
                    .putArray("shape")
                    .add(1);
            for (long axis : pixels.shape()) {
                shape.add(axis);
            }
            cases.add(example(
                    one, question, folder.config().required("image_seq_length").asInt()));
        }
        Path file = work.resolve(format + ".json");
        JSON.writeValue(file.toFile(), golden);
        List<String> options = List.of("--goldens", file.toString(), "--px", work.toString(), "--dtype", format);
        JsonNode report = run(model, options).stream()
                .filter(line -> line.has("same_pixels_greedy_equal"))
                .findFirst()
                .orElseThrow();
        return new Agreement(
                part(report, "same_pixels_greedy_equal"),
                part(report, "own_pixels_greedy_equal"),
                Math.min(part(report, "expanded_prompt_ids_equal"), part(report, "render_equal")));
    }

    private static PixelValues pixels(ModelFolder folder, Path photo) throws IOException {
        var processor = ImageProcessors.of(folder.preprocessorConfig(), folder.config());
        var decoder = ImageDecoders.of(PreprocessConfig.defaults());
        return processor.process(decoder.decode(Files.readAllBytes(photo)).pixels());
    }

    private void dump(PixelValues pixels, String image) throws IOException {
        var values = pixels.values();
        var bytes = ByteBuffer.allocate(4 * values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Path folder = Files.createDirectories(work.resolve(FAMILY));
        Files.write(folder.resolve("pixel_values_" + image + ".f32"), bytes.array());
    }

    private static ObjectNode example(TrainedModel.Written one, String question, int imageTokens) {
        String rendered = PROMPT.formatted(question);
        ObjectNode example = JSON.createObjectNode().put("id", one.image() + "#p0"); // #p0: also from its own pixels
        example.putArray("images").add(one.image());
        ArrayNode content =
                example.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "image");
        content.addObject().put("type", "text").put("text", question);
        example.put("rendered", rendered)
                .put("expanded_prompt", rendered.replace("<image>", "<image>".repeat(imageTokens)));
        one.prompt().forEach(example.putArray("input_ids")::add);
        ArrayNode ids = example.putObject("greedy").putArray("ids");
        one.ids().forEach(ids::add);
        if (one.ids().size() < NEW_TOKENS) {
            ids.add(END_OF_TURN);
        }
        return example;
    }

    /** What it writes of photos that it reads itself. */
    List<String> captions(Path model, String format, String question, List<String> paths)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(paths);
        options.addAll(List.of("--prompt", question, "--dtype", format));
        List<String> captions = new ArrayList<>();
        for (JsonNode line : run(model, options)) {
            if (line.has("caption")) {
                captions.add(line.required("caption").asText().strip());
            }
        }
        return captions;
    }

    /** The program's lines that are JSON. */
    private List<JsonNode> run(Path model, List<String> options) throws IOException, InterruptedException {
        // it finds its libraries beside itself, and where its path has a space it does not
        Path libraries = work.resolve("node_modules");
        if (!Files.exists(libraries)) {
            Files.createSymbolicLink(libraries, node.resolve("node_modules"));
        }
        Path program = Files.copy(PROGRAM, work.resolve("caption.mjs"), StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of(
                "node", "--preserve-symlinks", "--preserve-symlinks-main", program.toString(), model.toString()));
        command.addAll(options);
        command.addAll(List.of("--max-new-tokens", "" + NEW_TOKENS, "--threads", "2"));
        Path out = work.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    /** "14/15" → 14. */
    private static int part(JsonNode report, String field) {
        return Integer.parseInt(report.required(field).asText().replaceFirst("/.*", ""));
    }
}
