package dev.sightline.caption;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.VisionEncoder;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.generate.Engine;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.EngineLoad;
import dev.sightline.model.ModelFolder;
import dev.sightline.model.ModelRefusedException;
import dev.sightline.model.VisionLanguageModel;
import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.Preprocessor;
import dev.sightline.task.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A captioner with the model it loaded; closing it frees the model. */
public final class LoadedCaptioner implements Captioner, AutoCloseable {
    private final VisionLanguageModel model;
    private final VisionEncoder encoder;
    private final Engine engine;
    private final ModelIdentity identity;
    private final LocalCaptioner captioner;

    private LoadedCaptioner(CaptionerSettings settings, ImageFetcher fetcher, CaptionListener listener) {
        var folder = ModelFolder.open(settings.model());
        var preprocessor = new Preprocessor(
                ImageDecoders.of(settings.preprocess()),
                processor(folder),
                settings.preprocess().decode());
        model = VisionLanguageModel.load(folder, settings.precision());
        identity = new ModelIdentity(model.id(), model.revision(), preprocessor.hash());
        encoder = VisionEncoder.start(model, settings.encodeBatch(), encodeListener(listener));
        engine = Engine.start(model, settings.engine(), engineListener(listener));
        captioner = new LocalCaptioner(
                new Tasks(settings.tasks(), model.id()),
                fetcher,
                preprocessor,
                encoder,
                engine,
                identity,
                settings.imageBudget(),
                listener);
    }

    /**
     * Loads the model.
     *
     * @param fetcher stays the caller's to close
     * @throws ModelRefusedException if the folder is not one that runs here; the message says why
     */
    public static LoadedCaptioner open(CaptionerSettings settings, ImageFetcher fetcher, CaptionListener listener) {
        return new LoadedCaptioner(settings, fetcher, listener);
    }

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        return captioner.caption(request);
    }

    /** What the texts come from. */
    public ModelIdentity model() {
        return identity;
    }

    /** How busy the engine is. */
    public EngineLoad load() {
        return engine.load();
    }

    @Override
    public void close() {
        captioner.close();
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

    private static EncodeListener encodeListener(CaptionListener listener) {
        return (images, time) -> listener.batch(Stage.ENCODE, images);
    }

    private static EngineListener engineListener(CaptionListener listener) {
        return new EngineListener() {
            @Override
            public void decoded(int rows, Duration time) {
                listener.batch(Stage.GENERATE, rows);
            }
        };
    }
}
