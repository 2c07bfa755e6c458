package dev.sightline.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pretrained decoder: its shape and where its weights are. */
public record PretrainedLlm(LlamaConfig config, WeightSource weights) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Opens a GGUF file, or a Hugging Face folder with {@code config.json} and safetensors, in one file or in several.
     *
     * @throws IllegalArgumentException if it is no llama, or one with parts that we do not compute
     */
    public static PretrainedLlm open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            GgufFile file = GgufFile.open(path);
            return new PretrainedLlm(file.config(), file);
        }
        JsonNode json = JSON.readTree(path.resolve("config.json").toFile());
        Path index = path.resolve("model.safetensors.index.json");
        WeightSource weights = Files.exists(index)
                ? SafetensorsShards.open(index)
                : SafetensorsFile.open(path.resolve("model.safetensors"));
        JsonNode text = json.has("text_config") ? json.get("text_config") : json;
        return new PretrainedLlm(LlamaConfig.ofJson(text, weights.names().contains("lm_head.weight")), weights);
    }
}
