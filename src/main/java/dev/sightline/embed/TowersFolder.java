package dev.sightline.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Revision;
import dev.sightline.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of towers in CLIP's layout, as transformers.js reads it.
 *
 * <pre>
 * config.json  preprocessor_config.json  tokenizer.json  tokenizer_config.json
 * onnx/vision_model.onnx                 pixel_values [B,3,H,W]              → image_embeds [B,D]
 * onnx/text_model.onnx                   input_ids [B,T], attention_mask …   → text_embeds  [B,D]
 * </pre>
 *
 * <p>Where a network is missing in full precision its quantised variants are taken.
 */
final class TowersFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SUFFIXES = List.of("", "_quantized", "_int8", "_q4");
    private static final int CLIP_TEXT_TOKENS = 77;

    private final Path path;
    private final JsonNode config;
    private final Path visionModel;
    private final Path textModel;

    private TowersFolder(Path path) {
        this.path = path;
        this.config = required("config.json");
        this.visionModel = network("vision_model");
        this.textModel = network("text_model");
    }

    /**
     * Looks the folder through.
     *
     * @throws ModelRefusedException naming what is missing
     */
    static TowersFolder open(Path path) {
        return new TowersFolder(path.toAbsolutePath().normalize());
    }

    Path path() {
        return path;
    }

    /** The towers' name: the config's, else the folder's. */
    String id() {
        var given = config.path("_name_or_path").asText("");
        return given.isBlank() || given.startsWith("/") ? String.valueOf(path.getFileName()) : given;
    }

    /** Names exactly what runs; vectors of two revisions mean nothing to each other. */
    String revision() {
        return Revision.of(path, List.of(visionModel, textModel), "towers");
    }

    Path visionModel() {
        return visionModel;
    }

    Path textModel() {
        return textModel;
    }

    Tokenizer tokenizer() {
        return Tokenizer.of(required("tokenizer.json"), optional("tokenizer_config.json"));
    }

    /** Most tokens that the text tower has positions for, T. */
    int maxTextTokens() {
        return config.path("text_config").path("max_position_embeddings").asInt(CLIP_TEXT_TOKENS);
    }

    private Path network(String stem) {
        return SUFFIXES.stream()
                .map(suffix -> path.resolve("onnx").resolve(stem + suffix + ".onnx"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () -> new ModelRefusedException(path + " has no onnx/" + stem + ".onnx: towers are a folder"
                                + " in CLIP's layout, with onnx/vision_model.onnx and onnx/text_model.onnx"));
    }

    private JsonNode required(String name) {
        var json = optional(name);
        if (json.isMissingNode()) {
            throw new ModelRefusedException(path + " has no " + name + ": towers are a folder in CLIP's layout");
        }
        return json;
    }

    private JsonNode optional(String name) {
        var file = path.resolve(name);
        try {
            return Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        } catch (IOException e) {
            throw new ModelRefusedException(file + " cannot be read as JSON", e);
        }
    }
}
