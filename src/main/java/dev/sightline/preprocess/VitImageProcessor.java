package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * ViT's recipe, also SigLIP's: straight to one size, the aspect ignored, rescale, normalise. Gives {@code [3, height,
 * width]}.
 */
final class VitImageProcessor implements ImageProcessor {
    private static final ResizeRule SQUARE_224 = new ResizeRule.Fixed(224, 224);

    private final Recipe recipe;
    private final ChannelPlanes planes;
    private final String hash;

    /** What the configuration decides. */
    record Recipe(ResizeRule resize, Resample resample, Normalisation normalisation) {}

    /** Reads the configuration; the filter is the one of its class where it names none. */
    VitImageProcessor(JsonNode config, Resample otherwise) {
        this.recipe = new Recipe(
                ResizeRule.of(config, SQUARE_224, true),
                Resample.of(config, otherwise),
                Normalisation.of(config, Normalisation.HALF, Normalisation.HALF));
        this.planes = new ChannelPlanes(recipe.normalisation());
        this.hash = RecipeHash.of("vit", recipe);
    }

    @Override
    public PixelValues process(ScaledImage image) {
        var size = resized(image.whole());
        var resized = Resizer.resize(image, size, recipe.resample());
        var values = PixelValues.allocate(Math.toIntExact(3 * size.pixels()));
        planes.write(resized, 0, 0, size.width(), size.height(), values);
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
