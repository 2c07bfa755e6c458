package dev.sightline.model;

/** LLaVA: a picture's features stand in the prompt as so many {@code <image>} tokens in a row. */
final class LlavaFamily implements ModelFamily {
    private final String imageToken;

    LlavaFamily(ModelFolder folder) {
        this.imageToken = folder.processorConfig().path("image_token").asText("<image>");
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
