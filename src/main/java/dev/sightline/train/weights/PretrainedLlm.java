package dev.sightline.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pretrained decoder: its shape and where its weights are. */
public record PretrainedLlm(LlamaConfig config, WeightSource weights) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Opens a GGUF file, or a Hugging Face folder with {@code config.json} and {@code model.safetensors}. */
    public static PretrainedLlm open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            GgufFile file = GgufFile.open(path);
            return new PretrainedLlm(file.config(), file);
        }
        JsonNode config = JSON.readTree(path.resolve("config.json").toFile());
        return new PretrainedLlm(
                LlamaConfig.ofJson(config.has("text_config") ? config.get("text_config") : config),
                SafetensorsFile.open(path.resolve("model.safetensors")));
    }
}
