package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;

/**
 * Qwen2-VL's recipe: nearly the picture's own size, in whole merge cells and between two limits, cut into patches. Gives
 * {@code [patches, 3 * frames * patch * patch]}, the patches of one merge cell side by side; a still picture is repeated
 * over the frames of a temporal patch.
 */
final class Qwen2VlImageProcessor implements ImageProcessor {
    private final Recipe recipe;
    private final ChannelPlanes planes;
    private final String hash;

    /** What the configuration decides. */
    record Recipe(
            boolean resizes,
            int patch,
            int merge,
            int frames,
            long minPixels,
            long maxPixels,
            Resample resample,
            Normalisation normalisation) {
        Recipe {
            if (patch < 1 || merge < 1 || frames < 1 || minPixels < 1 || maxPixels < minPixels) {
                throw new IllegalArgumentException(
                        "preprocessor_config.json: patches of %d, merged by %d, %d to %d pixels"
                                .formatted(patch, merge, minPixels, maxPixels));
            }
        }
    }

    Qwen2VlImageProcessor(JsonNode config) {
        var size = config.path("size");
        this.recipe = new Recipe(
                config.path("do_resize").asBoolean(true),
                config.path("patch_size").asInt(14),
                config.path("merge_size").asInt(2),
                config.path("temporal_patch_size").asInt(2),
                config.path("min_pixels").asLong(size.path("shortest_edge").asLong(56 * 56)),
                config.path("max_pixels").asLong(size.path("longest_edge").asLong(28 * 28 * 1280)),
                Resample.of(config, Resample.BICUBIC),
                Normalisation.of(config, Normalisation.CLIP_MEAN, Normalisation.CLIP_STD));
        this.planes = new ChannelPlanes(recipe.normalisation());
        this.hash = RecipeHash.of("qwen2-vl", recipe);
    }

    @Override
    public PixelValues process(ScaledImage image) {
        var resized = Resizer.resize(image, resized(image.whole()), recipe.resample());
        int patch = recipe.patch();
        int merge = recipe.merge();
        int rows = resized.height() / patch;
        int columns = resized.width() / patch;
        var layout = new PixelLayout.Patches(1, rows, columns, 3 * recipe.frames() * patch * patch);
        var values = PixelValues.allocate(Math.multiplyExact(layout.count(), layout.values()));
        for (int cellRow = 0; cellRow < rows; cellRow += merge) {
            for (int cellColumn = 0; cellColumn < columns; cellColumn += merge) {
                for (int inCell = 0; inCell < merge * merge; inCell++) {
                    writePatch(resized, cellColumn + inCell % merge, cellRow + inCell / merge, values);
                }
            }
        }
        return new PixelValues(values.flip(), layout);
    }

    private void writePatch(RgbImage image, int column, int row, FloatBuffer values) {
        int patch = recipe.patch();
        byte[] rgb = image.rgb();
        var plane = new float[patch * patch];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0, to = 0; y < patch; y++) {
                int from = 3 * ((row * patch + y) * image.width() + column * patch) + channel;
                for (int x = 0; x < patch; x++, from += 3) {
                    plane[to++] = planes.value(channel, rgb[from]);
                }
            }
            for (int frame = 0; frame < recipe.frames(); frame++) {
                values.put(plane);
            }
        }
    }

    /** {@code smart_resize} of the reference, its rounding of halves to even included. */
    @Override
    public ImageSize resized(ImageSize image) {
        int cell = recipe.patch() * recipe.merge();
        double height = image.height();
        double width = image.width();
        long rows = recipe.resizes() ? (long) Math.rint(height / cell) : image.height() / cell;
        long columns = recipe.resizes() ? (long) Math.rint(width / cell) : image.width() / cell;
        long pixels = rows * cell * columns * cell;
        if (recipe.resizes() && pixels > recipe.maxPixels()) {
            double shrink = Math.sqrt(height * width / recipe.maxPixels());
            rows = (long) Math.floor(height / shrink / cell);
            columns = (long) Math.floor(width / shrink / cell);
        } else if (recipe.resizes() && pixels < recipe.minPixels()) {
            double grow = Math.sqrt(recipe.minPixels() / (height * width));
            rows = (long) Math.ceil(height * grow / cell);
            columns = (long) Math.ceil(width * grow / cell);
        }
        return new ImageSize(Math.toIntExact(Math.max(1, columns) * cell), Math.toIntExact(Math.max(1, rows) * cell));
    }

    @Override
    public String hash() {
        return hash;
    }
}
