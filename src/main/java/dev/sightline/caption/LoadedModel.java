package dev.sightline.caption;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageEncoder;
import dev.sightline.encode.VisionEncoder;
import dev.sightline.generate.Engine;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.EngineLoad;
import dev.sightline.generate.TextGenerator;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.text.PromptWriter;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.Preprocessor;
import java.io.IOException;

/** A model folder in memory, its steps open one by one: preprocess, encode, generate. Closing it frees them. */
public final class LoadedModel implements AutoCloseable {
    private final Preprocessor preprocessor;
    private final VisionLanguageModel model;
    private final VisionEncoder encoder;
    private final Engine engine;

    private LoadedModel(Preprocessor preprocessor, VisionLanguageModel model, VisionEncoder encoder, Engine engine) {
        this.preprocessor = preprocessor;
        this.model = model;
        this.encoder = encoder;
        this.engine = engine;
    }

    /**
     * Loads a folder, and has it write a first token.
     *
     * @throws ModelRefusedException if it is not one that runs here; the message says why
     */
    public static LoadedModel open(CaptionerSettings settings, EncodeListener encoding, EngineListener generating) {
        var folder = ModelFolder.open(settings.model());
        var processor = processor(folder);
        var preprocessor = new Preprocessor(
                ImageDecoders.of(settings.preprocess()), processor, ImageDecoders.scale(settings.preprocess()));
        var precision =
                settings.verdict(folder).map(PrecisionVerdict::precision).orElse(settings.precision());
        var model = VisionLanguageModel.load(folder, precision);
        try {
            var encoder = VisionEncoder.start(model, settings.encodeBatch(), encoding);
            try {
                var engine = Engine.start(model, settings.engine(), generating);
                try {
                    new Rehearsal(folder).run(processor, encoder, engine);
                } catch (RuntimeException | OutOfMemoryError e) {
                    engine.close();
                    throw e;
                }
                // what converting the weights left behind would keep its memory for as long as the process lives
                System.gc();
                return new LoadedModel(preprocessor, model, encoder, engine);
            } catch (RuntimeException | OutOfMemoryError e) {
                encoder.close();
                throw e;
            }
        } catch (RuntimeException e) {
            model.close();
            throw e;
        } catch (OutOfMemoryError e) {
            model.close();
            throw new ModelRefusedException(
                    folder.path() + " with " + settings.engine().slots()
                            + " texts at once needs more memory than there is (" + e.getMessage()
                            + "): set fewer sightline.engine.slots, or a smaller --batch",
                    e);
        }
    }

    /** The networks, and how they were loaded. */
    public VisionLanguageModel networks() {
        return model;
    }

    /** Bytes to pixel values. */
    public Preprocessor preprocessor() {
        return preprocessor;
    }

    /** Pixel values to image tokens. */
    public ImageEncoder encoder() {
        return encoder;
    }

    /** Conversations to prompts. */
    public PromptWriter prompts() {
        return model.prompts();
    }

    /** Prompts and image tokens to texts. */
    public TextGenerator generator() {
        return engine;
    }

    /** How busy the engine is. */
    public EngineLoad load() {
        return engine.load();
    }

    /** Whether both networks' threads run. */
    public boolean alive() {
        return encoder.alive() && engine.alive();
    }

    /** What its texts come from. */
    public ModelIdentity identity() {
        return new ModelIdentity(model.id(), model.revision(), preprocessor.hash());
    }

    @Override
    public void close() {
        engine.close();
        encoder.close();
        model.close();
    }

    private static ImageProcessor processor(ModelFolder folder) {
        try {
            return ImageProcessors.of(folder.path());
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelRefusedException(folder.path() + " does not say how to read images: " + e.getMessage(), e);
        }
    }
}
