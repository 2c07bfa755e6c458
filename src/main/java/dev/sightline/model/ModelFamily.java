package dev.sightline.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs from one architecture to the next: which networks there are, and what a picture's place in the prompt
 * becomes.
 */
public interface ModelFamily {
    /** The {@code model_type} in {@code config.json}. */
    String name();

    /** The networks below {@code onnx/}. */
    List<OnnxPart> parts();

    /** The text that a chat template writes where a picture stands, such as {@code <image>}. */
    String placeholder();

    /** The token that stands once for every image token. */
    String imageToken();

    /** What the placeholder becomes for one picture; template text, so special tokens in it count. */
    String expand(ImageLayout layout);

    /** The families there are, by the {@code model_type} that names them. */
    Map<String, Function<ModelFolder, ModelFamily>> KNOWN = Map.of("llava", LlavaFamily::new);

    /**
     * The family of a folder.
     *
     * @throws ModelRefusedException if its {@code config.json} names one that is not known
     */
    static ModelFamily of(ModelFolder folder) {
        String type = folder.config().path("model_type").asText("");
        Function<ModelFolder, ModelFamily> family = KNOWN.get(type);
        if (family == null) {
            String known = KNOWN.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw new ModelRefusedException(folder.path().resolve("config.json") + " names the model_type '" + type
                    + "'; the families that run here are: " + known);
        }
        return family.apply(folder);
    }
}
