package dev.sightline.embed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslatorContext;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.text.Tokenizer;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.preprocess.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Both towers of a folder, loaded.
 *
 * <pre>
 * file  ─▶ preprocess ─▶ pixels [1,3,H,W] ─▶ vision_model ─┐
 *                                                         ├▶ unit vectors [D] of one space
 * words ─▶ tokenizer  ─▶ ids [1,T]        ─▶ text_model  ─┘
 * </pre>
 *
 * <p>Thread-safe; whoever opened them closes them.
 */
public final class Towers implements AutoCloseable {
    private final String id;
    private final String revision;
    private final int maxTextTokens;
    private final ImageProcessor processor;
    private final ImageDecoder decoder;
    private final Tokenizer tokenizer;
    private final Tower<PixelValues> vision;
    private final Tower<int[]> text;

    private Towers(TowersFolder folder, PreprocessConfig preprocess) throws IOException {
        id = folder.id();
        revision = folder.revision();
        maxTextTokens = folder.maxTextTokens();
        decoder = ImageDecoders.of(preprocess);
        processor = ImageProcessors.of(folder.path());
        tokenizer = folder.tokenizer();
        vision = Tower.load(
                folder.visionModel(), PixelValues.class, Towers::pixels, List.of("image_embeds", "pooler_output"));
        text = Tower.load(folder.textModel(), int[].class, Towers::ids, List.of("text_embeds", "pooler_output"));
    }

    /**
     * Loads a folder in CLIP's layout.
     *
     * @throws ModelRefusedException naming what is missing, or what cannot run
     */
    public static Towers open(Path folder, PreprocessConfig preprocess) {
        try {
            return new Towers(TowersFolder.open(folder), preprocess);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelRefusedException("the towers in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The towers' name. */
    public String id() {
        return id;
    }

    /** SHA-256 over the files loaded; vectors of two revisions mean nothing to each other. */
    public String revision() {
        return revision;
    }

    /** Where this picture lies. */
    public UnitVector ofPicture(RgbImage picture) {
        return vision.place(processor.process(picture));
    }

    /**
     * Where the image in this file lies.
     *
     * @throws dev.sightline.failure.CaptionException where it cannot be decoded, or the network's run failed
     */
    public UnitVector ofImage(byte[] file) {
        return ofPicture(decoder.decode(file, processor::resized).pixels());
    }

    /** Where these words lie; of a long text its beginning. */
    public UnitVector ofText(String words) {
        return text.place(tokenizer.encodeWhole(words, maxTextTokens));
    }

    @Override
    public void close() {
        text.close();
        vision.close();
        tokenizer.close();
    }

    private static NDList pixels(PixelValues pixels, TranslatorContext context, Set<String> declared) {
        var shape = pixels.shape(); // [3,H,W]
        var array = context.getNDManager()
                .create(pixels.values(), new Shape(1, shape[0], shape[1], shape[2]), DataType.FLOAT32);
        return new NDList(named(array, "pixel_values"));
    }

    private static NDList ids(int[] ids, TranslatorContext context, Set<String> declared) {
        var manager = context.getNDManager();
        var shape = new Shape(1, ids.length); // [1,T]
        var inputs = new NDList();
        for (var name : declared) {
            var values =
                    switch (name) {
                        case "input_ids" -> Arrays.stream(ids).asLongStream().toArray();
                        case "attention_mask" ->
                            Arrays.stream(ids).mapToLong(id -> 1).toArray();
                        case "token_type_ids" -> new long[ids.length];
                        default -> throw new ModelRefusedException("the text tower asks for " + name);
                    };
            inputs.add(named(manager.create(values, shape), name));
        }
        return inputs;
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }
}
