package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's recipe, which LLaVA-like models use: resize (the shorter edge, or straight to a size), cut the centre out,
 * rescale, normalise. Gives {@code [3, height, width]}.
 */
final class ClipImageProcessor implements ImageProcessor {
    private static final ResizeRule SHORTEST_224 = new ResizeRule.ShortestEdge(224);

    private final Recipe recipe;
    private final ChannelPlanes planes;
    private final String hash;

    /** What the configuration decides; no crop is the whole picture. */
    record Recipe(ResizeRule resize, Resample resample, @Nullable ImageSize crop, Normalisation normalisation) {}

    ClipImageProcessor(JsonNode config) {
        this(new Recipe(
                ResizeRule.of(config, SHORTEST_224, false),
                Resample.of(config, Resample.BICUBIC),
                crop(config),
                Normalisation.of(config, Normalisation.CLIP_MEAN, Normalisation.CLIP_STD)));
    }

    private ClipImageProcessor(Recipe recipe) {
        this.recipe = recipe;
        this.planes = new ChannelPlanes(recipe.normalisation());
        this.hash = RecipeHash.of("clip", recipe);
    }

    private static @Nullable ImageSize crop(JsonNode config) {
        if (!config.path("do_center_crop").asBoolean(true)) {
            return null;
        }
        var size = config.path("crop_size");
        int whole = size.path("shortest_edge").asInt(size.asInt(224));
        return new ImageSize(
                size.path("width").asInt(whole), size.path("height").asInt(whole));
    }

    @Override
    public PixelValues process(ScaledImage image) {
        var resized = Resizer.resize(image, resized(image.whole()), recipe.resample());
        var size = recipe.crop() == null ? resized.size() : recipe.crop();
        var values = PixelValues.allocate(Math.toIntExact(3 * size.pixels()));
        // rounding down also where the crop is the larger one, as Pillow and Python's // do
        int left = Math.floorDiv(resized.width() - size.width(), 2);
        int top = Math.floorDiv(resized.height() - size.height(), 2);
        planes.write(resized, left, top, size.width(), size.height(), values);
        return new PixelValues(values.flip(), new PixelLayout.Picture(size.height(), size.width()));
    }

    @Override
    public ImageSize resized(ImageSize image) {
        return recipe.resize().apply(image);
    }

    @Override
    public String hash() {
        return hash;
    }
}
