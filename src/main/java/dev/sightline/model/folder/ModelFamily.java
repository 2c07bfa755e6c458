package dev.sightline.model.folder;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What differs from one architecture to the next: which networks there are, what a picture's place in the prompt becomes,
 * and where tokens stand for the rotary embedding.
 */
public interface ModelFamily {
    /** The {@code model_type} in {@code config.json}. */
    String name();

    /** The networks below {@code onnx/}. */
    default List<OnnxPart> parts() {
        return List.of(OnnxPart.VISION_ENCODER, OnnxPart.EMBED_TOKENS, OnnxPart.DECODER);
    }

    /** Whether the decoder reads conversations; otherwise it starts from one token and attends to the picture across. */
    default boolean conversational() {
        return true;
    }

    /** The token that stands once for every image token; chat templates write one for a picture. */
    String imageToken();

    /** What that one token becomes for a picture; template text, so special tokens in it count. */
    String expand(ImageLayout layout);

    /** How many tokens a usual picture takes in the prompt, its borders included. */
    default int pictureTokens() {
        return 0;
    }

    /** Where the prompt's tokens stand. */
    default Positions positions(int[] ids, int imageTokenId, List<ImageLayout> images) {
        return Positions.counting();
    }

    /**
     * The family of a folder.
     *
     * @throws ModelRefusedException if its {@code config.json} names one that is not known
     */
    static ModelFamily of(ModelFolder folder) {
        Map<String, Supplier<ModelFamily>> families = Map.of(
                "llava", () -> new LlavaFamily(folder),
                "idefics3", () -> new Idefics3Family(folder),
                "smolvlm", () -> new Idefics3Family(folder),
                "qwen2_vl", () -> new Qwen2VlFamily(folder),
                "vision-encoder-decoder", VisionEncoderDecoderFamily::new);
        String type = folder.config().path("model_type").asText("");
        Supplier<ModelFamily> family = families.get(type);
        if (family == null) {
            String known = families.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw new ModelRefusedException(folder.path().resolve("config.json") + " names the model_type '" + type
                    + "'; the families that run here are: " + known);
        }
        return family.get();
    }
}
