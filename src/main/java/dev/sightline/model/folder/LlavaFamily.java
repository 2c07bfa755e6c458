package dev.sightline.model.folder;

import com.fasterxml.jackson.databind.JsonNode;

/** LLaVA: a picture's features stand in the prompt as so many {@code <image>} tokens in a row. */
final class LlavaFamily implements ModelFamily {
    private final String imageToken;
    private final int pictureTokens;

    LlavaFamily(ModelFolder folder) {
        this.imageToken = folder.processorConfig().path("image_token").asText("<image>");
        JsonNode vision = folder.config().path("vision_config");
        int side = vision.path("image_size").asInt(0)
                / Math.max(1, vision.path("patch_size").asInt(1));
        this.pictureTokens = folder.config().path("image_seq_length").asInt(side * side);
    }

    @Override
    public int pictureTokens() {
        return pictureTokens;
    }

    @Override
    public String name() {
        return "llava";
    }

    @Override
    public String imageToken() {
        return imageToken;
    }

    @Override
    public String expand(ImageLayout layout) {
        return imageToken.repeat(layout.tokens());
    }
}
