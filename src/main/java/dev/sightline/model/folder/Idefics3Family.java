package dev.sightline.model.folder;

import com.fasterxml.jackson.databind.JsonNode;

/** Idefics3 and SmolVLM: a picture is cut into tiles, and each tile's place names its row and column. */
final class Idefics3Family implements ModelFamily {
    private static final int BORDER_TOKENS = 3; // of a tile: its border, its place, a line's end

    private final String name;
    private final String image;
    private final String border;
    private final String whole;
    private final int pictureTokens;

    Idefics3Family(ModelFolder folder) {
        JsonNode tokens = folder.tokenizerConfig().path("extra_special_tokens");
        this.name = folder.config().path("model_type").asText();
        this.image = tokens.path("image_token").asText("<image>");
        this.border = tokens.path("fake_image_token").asText("<fake_token_around_image>");
        this.whole = tokens.path("global_image_token").asText("<global-img>");
        this.pictureTokens = pictureTokens(folder);
    }

    /** A square picture's, cut into all its tiles. */
    private static int pictureTokens(ModelFolder folder) {
        JsonNode pixels = folder.preprocessorConfig();
        JsonNode vision = folder.config().path("vision_config");
        int scale = folder.config().path("scale_factor").asInt(1);
        int side =
                vision.path("image_size").asInt(0) / vision.path("patch_size").asInt(1) / scale;
        int tile = folder.processorConfig().path("image_seq_len").asInt(side * side);
        int whole = pixels.path("size").path("longest_edge").asInt(1);
        int edge = pixels.path("max_image_size").path("longest_edge").asInt(whole);
        int across = (whole + edge - 1) / edge;
        boolean cut = pixels.path("do_image_splitting").asBoolean(true);
        return (cut ? across * across + 1 : 1) * (tile + BORDER_TOKENS);
    }

    @Override
    public int pictureTokens() {
        return pictureTokens;
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
