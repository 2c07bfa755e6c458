package dev.sightline.model.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Qwen2-VL: pictures of any size; their tokens stand in a grid of rows and columns for the rotary embedding. */
final class Qwen2VlFamily implements ModelFamily {
    private static final String IMAGE = "<|image_pad|>";

    private static final int PHOTO_PIXELS = 1 << 20;

    private final int pictureTokens;

    Qwen2VlFamily(ModelFolder folder) {
        if (!folder.config().has("vision_config")) {
            throw new ModelRefusedException(folder.path().resolve("config.json") + " has no vision_config");
        }
        JsonNode pixels = folder.preprocessorConfig();
        int side =
                pixels.path("patch_size").asInt(14) * pixels.path("merge_size").asInt(2);
        int most = pixels.path("max_pixels").asInt(PHOTO_PIXELS);
        this.pictureTokens = Math.min(most, PHOTO_PIXELS) / (side * side);
    }

    /** A photo's of a megapixel, or of the most pixels that are read. */
    @Override
    public int pictureTokens() {
        return pictureTokens;
    }

    @Override
    public String name() {
        return "qwen2_vl";
    }

    @Override
    public String imageToken() {
        return IMAGE;
    }

    @Override
    public String expand(ImageLayout layout) {
        return IMAGE.repeat(layout.tokens());
    }

    /** Text counts on; a picture of h by w tokens stands at (p, p + row, p + column), and text goes on at p + max(h, w). */
    @Override
    public Positions positions(int[] ids, int imageTokenId, List<ImageLayout> images) {
        long[][] planes = new long[3][ids.length];
        long next = 0;
        int picture = 0;
        for (int i = 0; i < ids.length; ) {
            if (ids[i] != imageTokenId) {
                planes[0][i] = next;
                planes[1][i] = next;
                planes[2][i] = next;
                next++;
                i++;
                continue;
            }
            ImageLayout grid = images.get(picture++);
            int cells = grid.rows() * grid.columns();
            for (int cell = 0; cell < grid.tokens(); cell++, i++) {
                planes[0][i] = next + cell / cells;
                planes[1][i] = next + cell % cells / grid.columns();
                planes[2][i] = next + cell % grid.columns();
            }
            next += Math.max(grid.rows(), grid.columns());
        }
        return Positions.inPlanes(planes, next);
    }
}
