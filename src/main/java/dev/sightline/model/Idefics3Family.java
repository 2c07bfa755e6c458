package dev.sightline.model;

import com.fasterxml.jackson.databind.JsonNode;

/** Idefics3 and SmolVLM: a picture is cut into tiles, and each tile's place names its row and column. */
final class Idefics3Family implements ModelFamily {
    private final String name;
    private final String image;
    private final String border;
    private final String whole;

    Idefics3Family(ModelFolder folder) {
        JsonNode tokens = folder.tokenizerConfig().path("extra_special_tokens");
        this.name = folder.config().path("model_type").asText();
        this.image = tokens.path("image_token").asText("<image>");
        this.border = tokens.path("fake_image_token").asText("<fake_token_around_image>");
        this.whole = tokens.path("global_image_token").asText("<global-img>");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String imageToken() {
        return image;
    }

    @Override
    public String expand(ImageLayout layout) {
        int tiles = layout.rows() * layout.columns() + 1;
        String tile = image.repeat(layout.tokens() / tiles);
        StringBuilder out = new StringBuilder();
        for (int row = 1; row <= layout.rows(); row++) {
            for (int column = 1; column <= layout.columns(); column++) {
                out.append(border)
                        .append("<row_")
                        .append(row)
                        .append("_col_")
                        .append(column)
                        .append('>')
                        .append(tile);
            }
            out.append('\n');
        }
        if (layout.rows() > 0) {
            out.append('\n');
        }
        return out.append(border).append(whole).append(tile).append(border).toString();
    }
}
