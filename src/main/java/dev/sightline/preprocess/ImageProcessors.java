package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Makes the image processor that a model folder asks for. */
public final class ImageProcessors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Function<JsonNode, ImageProcessor>> RECIPES = Map.ofEntries(
            Map.entry("CLIPImageProcessor", ClipImageProcessor::new),
            Map.entry("DeiTImageProcessor", ClipImageProcessor::new),
            Map.entry("ViTImageProcessor", config -> new VitImageProcessor(config, Resample.BILINEAR)),
            Map.entry("SiglipImageProcessor", config -> new VitImageProcessor(config, Resample.BICUBIC)),
            Map.entry("Idefics3ImageProcessor", Idefics3ImageProcessor::new),
            Map.entry("SmolVLMImageProcessor", Idefics3ImageProcessor::new),
            Map.entry("Qwen2VLImageProcessor", Qwen2VlImageProcessor::new));

    private static final Map<String, String> RECIPE_OF_FAMILY = Map.of(
            "llava", "CLIPImageProcessor",
            "clip", "CLIPImageProcessor",
            "vision-encoder-decoder", "ViTImageProcessor",
            "idefics3", "Idefics3ImageProcessor",
            "smolvlm", "SmolVLMImageProcessor",
            "qwen2_vl", "Qwen2VLImageProcessor");

    private ImageProcessors() {}

    /**
     * The processor of a model folder, from {@code preprocessor_config.json}, or where there is none from the
     * {@code image_processor} of {@code processor_config.json}.
     *
     * @throws IllegalArgumentException the folder says nothing of pictures, or asks for a recipe that is not known
     * @throws IOException              a file cannot be read
     */
    public static ImageProcessor of(Path modelFolder) throws IOException {
        var preprocessor = read(modelFolder.resolve("preprocessor_config.json"));
        var config = preprocessor.isMissingNode()
                ? read(modelFolder.resolve("processor_config.json")).path("image_processor")
                : preprocessor;
        if (!config.isObject()) {
            throw new IllegalArgumentException(modelFolder + " has no preprocessor_config.json");
        }
        return of(config, read(modelFolder.resolve("config.json")));
    }

    /**
     * The processor of a recipe.
     *
     * @param preprocessor the content of {@code preprocessor_config.json}
     * @param model        the content of {@code config.json}, which names the family where the recipe names no class
     * @throws IllegalArgumentException the recipe is not known, or its values make no sense
     */
    public static ImageProcessor of(JsonNode preprocessor, JsonNode model) {
        var name = className(preprocessor, model);
        var recipe = RECIPES.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException("preprocessor_config.json: no recipe \"" + name + "\"; known are "
                    + String.join(", ", RECIPES.keySet().stream().sorted().toList()));
        }
        return recipe.apply(preprocessor);
    }

    private static String className(JsonNode preprocessor, JsonNode model) {
        var name = preprocessor
                .path("image_processor_type")
                .asText(preprocessor.path("feature_extractor_type").asText(""));
        if (name.isEmpty()) {
            return RECIPE_OF_FAMILY.getOrDefault(model.path("model_type").asText(), "");
        }
        // one recipe, several back ends and an older name
        return name.replaceFirst("(Fast|Pil)$", "").replaceFirst("FeatureExtractor$", "ImageProcessor");
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
    }
}
