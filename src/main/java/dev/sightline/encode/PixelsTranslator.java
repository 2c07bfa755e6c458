package dev.sightline.encode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.sightline.model.folder.ImageLayout;
import dev.sightline.preprocess.PixelLayout;
import dev.sightline.preprocess.PixelValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures to the vision encoder's inputs, and its output back to the pictures.
 *
 * <p>Pictures of one size lie along B; tiles and patches of several pictures lie one after the other, as those of one.
 */
final class PixelsTranslator implements Translator<PixelValues, ImageFeatures> {
    private static final String PICTURES = "pictures";

    private final int merge; // patches a side that become one token (qwen2_vl)

    PixelsTranslator(int merge) {
        this.merge = merge;
    }

    @Override
    public NDList processInput(TranslatorContext context, PixelValues picture) {
        return batchProcessInput(context, List.of(picture));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<PixelValues> pictures) {
        context.setAttachment(PICTURES, pictures);
        NDManager manager = context.getNDManager();
        PixelLayout layout = pictures.get(0).layout();
        FloatBuffer pixels = joined(pictures);
        if (layout instanceof PixelLayout.Picture picture) {
            Shape shape = new Shape(pictures.size(), 3, picture.height(), picture.width());
            return new NDList(named(manager.create(pixels, shape, DataType.FLOAT32), "pixel_values"));
        }
        if (layout instanceof PixelLayout.Tiles tiles) {
            int count = pictures.stream().mapToInt(PixelsTranslator::tiles).sum();
            ByteBuffer real = direct(count * tiles.height() * tiles.width());
            for (int i = 0; i < real.capacity(); i++) {
                real.put(i, (byte) 1);
            }
            Shape mask = new Shape(1, count, tiles.height(), tiles.width());
            Shape shape = new Shape(1, count, 3, tiles.height(), tiles.width());
            return new NDList(
                    named(manager.create(pixels, shape, DataType.FLOAT32), "pixel_values"),
                    named(manager.create(real, mask, DataType.BOOLEAN), "pixel_attention_mask"));
        }
        long[] grid = pictures.stream()
                .flatMapToLong(picture -> Arrays.stream(((PixelLayout.Patches) picture.layout()).grid()))
                .toArray();
        PixelLayout.Patches patches = (PixelLayout.Patches) layout;
        Shape shape = new Shape(pixels.capacity() / patches.values(), patches.values());
        return new NDList(
                named(manager.create(pixels, shape, DataType.FLOAT32), "pixel_values"),
                named(manager.create(grid, new Shape(pictures.size(), 3)), "grid_thw"));
    }

    @Override
    public ImageFeatures processOutput(TranslatorContext context, NDList outputs) {
        return batchProcessOutput(context, outputs).get(0);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<ImageFeatures> batchProcessOutput(TranslatorContext context, NDList outputs) {
        List<PixelValues> pictures = (List<PixelValues>) context.getAttachment(PICTURES);
        NDArray features = outputs.get(0);
        int d = (int) features.getShape().get(features.getShape().dimension() - 1);
        FloatBuffer values =
                features.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(); // [all tokens, D]
        int tokens = values.remaining() / d;
        int units = pictures.stream().mapToInt(this::units).sum();
        if (tokens % units != 0) {
            throw new IllegalStateException("The vision encoder gave " + tokens + " tokens for " + units + " pieces");
        }
        List<ImageFeatures> result = new ArrayList<>();
        for (PixelValues picture : pictures) {
            float[] own = new float[units(picture) * (tokens / units) * d];
            values.get(own);
            result.add(new ImageFeatures(own, d, layout(picture.layout(), own.length / d)));
        }
        return result;
    }

    /** In how many equal pieces a picture enters: pictures, tiles or merged patches. */
    private int units(PixelValues picture) {
        return picture.layout() instanceof PixelLayout.Patches patches
                ? patches.count() / (merge * merge)
                : tiles(picture);
    }

    private static int tiles(PixelValues picture) {
        return picture.layout() instanceof PixelLayout.Tiles tiles ? tiles.count() : 1;
    }

    private ImageLayout layout(PixelLayout layout, int tokens) {
        if (layout instanceof PixelLayout.Tiles tiles) {
            return new ImageLayout(tokens, tiles.rows(), tiles.columns());
        }
        if (layout instanceof PixelLayout.Patches patches) {
            return new ImageLayout(tokens, patches.rows() / merge, patches.columns() / merge);
        }
        return ImageLayout.ofTokens(tokens);
    }

    private static FloatBuffer joined(List<PixelValues> pictures) {
        if (pictures.size() == 1) {
            return pictures.get(0).values();
        }
        int count = pictures.stream()
                .mapToInt(picture -> picture.values().remaining())
                .sum();
        FloatBuffer all = direct(count * Float.BYTES).asFloatBuffer();
        pictures.forEach(picture -> all.put(picture.values()));
        return all.flip();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }
}
