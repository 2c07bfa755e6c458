package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Idefics3's and SmolVLM's recipe: the longest edge to a length, both edges up to multiples of a tile, cut into tiles, and
 * the whole picture as one more tile.
 *
 * <pre>
 * picture ─▶ longest edge ─▶ multiples of the tile ─┬─▶ rows × columns tiles
 *                                                   └─▶ one tile: the whole
 * </pre>
 *
 * <p>Every arrow rounds to bytes; the last one begins from the picture that was resized twice. Gives {@code [tiles, 3,
 * tile, tile]}.
 */
final class Idefics3ImageProcessor implements ImageProcessor {
    private static final int LARGEST_EDGE = 4096;

    private final Recipe recipe;
    private final ChannelPlanes planes;
    private final String hash;

    /** What the configuration decides. */
    record Recipe(
            boolean resizes,
            int longestEdge,
            int tile,
            boolean splits,
            Resample resample,
            Normalisation normalisation) {}

    Idefics3ImageProcessor(JsonNode config) {
        int tile = edge(config.path("max_image_size"), 364);
        this.recipe = new Recipe(
                config.path("do_resize").asBoolean(true),
                edge(config.path("size"), 4 * tile),
                tile,
                config.path("do_image_splitting").asBoolean(true),
                Resample.of(config, Resample.LANCZOS),
                Normalisation.of(config, Normalisation.HALF, Normalisation.HALF));
        this.planes = new ChannelPlanes(recipe.normalisation());
        this.hash = RecipeHash.of("idefics3", recipe);
    }

    private static int edge(JsonNode size, int otherwise) {
        int edge = size.isInt() ? size.intValue() : size.path("longest_edge").asInt(otherwise);
        if (edge < 1) {
            throw new IllegalArgumentException("preprocessor_config.json: an edge of " + edge + " pixels");
        }
        return edge;
    }

    @Override
    public PixelValues process(ScaledImage image) {
        int tile = recipe.tile();
        var once = Resizer.resize(image, resized(image.whole()), recipe.resample());
        var tiled = recipe.splits() ? wholeTiles(once.size()) : new ImageSize(tile, tile);
        var twice = Resizer.resize(once, tiled, recipe.resample());
        boolean cut = tiled.width() > tile || tiled.height() > tile;
        var layout = new PixelLayout.Tiles(cut ? tiled.height() / tile : 0, cut ? tiled.width() / tile : 0, tile, tile);
        var values = PixelValues.allocate(Math.multiplyExact(layout.count(), 3 * tile * tile));
        for (int row = 0; row < layout.rows(); row++) {
            for (int column = 0; column < layout.columns(); column++) {
                planes.write(twice, column * tile, row * tile, tile, tile, values);
            }
        }
        var global = Resizer.resize(twice, new ImageSize(tile, tile), recipe.resample());
        planes.write(global, 0, 0, tile, tile, values);
        return new PixelValues(values.flip(), layout);
    }

    @Override
    public ImageSize resized(ImageSize image) {
        return recipe.resizes() ? bounded(even(image)) : image;
    }

    /** The longest edge gets its length, also upwards; the other follows, truncated, then made even. */
    private ImageSize even(ImageSize image) {
        double aspect = (double) image.width() / image.height();
        int length = recipe.longestEdge();
        if (image.width() >= image.height()) {
            int height = (int) (length / aspect);
            return new ImageSize(length, Math.max(1, height + height % 2));
        }
        int width = (int) (length * aspect);
        return new ImageSize(Math.max(1, width + width % 2), length);
    }

    private static ImageSize bounded(ImageSize image) {
        double aspect = (double) image.width() / image.height();
        if (Math.max(image.width(), image.height()) <= LARGEST_EDGE) {
            return image;
        }
        return image.width() >= image.height()
                ? new ImageSize(LARGEST_EDGE, Math.max(1, (int) (LARGEST_EDGE / aspect)))
                : new ImageSize(Math.max(1, (int) (LARGEST_EDGE * aspect)), LARGEST_EDGE);
    }

    private ImageSize wholeTiles(ImageSize image) {
        double aspect = (double) image.width() / image.height();
        if (image.width() >= image.height()) {
            int width = upToTile(image.width());
            return new ImageSize(width, upToTile((int) (width / aspect)));
        }
        int height = upToTile(image.height());
        return new ImageSize(upToTile((int) (height * aspect)), height);
    }

    private int upToTile(int length) {
        int tile = recipe.tile();
        return Math.max(1, (length + tile - 1) / tile) * tile;
    }

    @Override
    public String hash() {
        return hash;
    }
}
