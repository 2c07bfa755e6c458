package dev.sightline.caption;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.FeatureCache;
import dev.sightline.event.TaskRequest;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.generate.EngineListener;
import dev.sightline.generate.EngineLoad;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A captioner with the model it loaded; closing it frees the model. */
public final class LoadedCaptioner implements Captioner, AutoCloseable {
    private final LoadedModel model;
    private final LocalCaptioner captioner;

    private LoadedCaptioner(
            CaptionerSettings settings,
            ImageFetcher fetcher,
            Thumbnails thumbnails,
            ImagePlacer placer,
            CaptionListener listener,
            Optional<String> loaded) {
        model = LoadedModel.open(settings, encoding(listener), generating(listener));
        captioner = new LocalCaptioner(
                new Tasks(
                        settings.tasks(),
                        model.identity().id(),
                        loaded.orElse(model.identity().id())),
                fetcher,
                model.preprocessor(),
                thumbnails,
                placer,
                model.encoder(),
                new FeatureCache(settings.featureBytes()),
                model.generator(),
                model.identity(),
                listener);
    }

    /**
     * Loads the model.
     *
     * @param fetcher    stays the caller's to close
     * @param thumbnails where small pictures are kept
     * @throws ModelRefusedException if the folder is not one that runs here; the message says why
     */
    public static LoadedCaptioner open(
            CaptionerSettings settings, ImageFetcher fetcher, Thumbnails thumbnails, CaptionListener listener) {
        return open(settings, fetcher, thumbnails, ImagePlacer.NONE, listener);
    }

    /**
     * Loads the model; images are placed as well.
     *
     * @param placer finds where each image lies
     */
    public static LoadedCaptioner open(
            CaptionerSettings settings,
            ImageFetcher fetcher,
            Thumbnails thumbnails,
            ImagePlacer placer,
            CaptionListener listener) {
        return new LoadedCaptioner(settings, fetcher, thumbnails, placer, listener, Optional.empty());
    }

    /**
     * Loads one of several models.
     *
     * @param loaded all of them, for people
     */
    static LoadedCaptioner open(
            CaptionerSettings settings,
            ImageFetcher fetcher,
            Thumbnails thumbnails,
            ImagePlacer placer,
            CaptionListener listener,
            String loaded) {
        return new LoadedCaptioner(settings, fetcher, thumbnails, placer, listener, Optional.of(loaded));
    }

    @Override
    public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
        return captioner.caption(request);
    }

    @Override
    public Optional<String> modelRevision(@Nullable TaskRequest task) {
        return Optional.of(model.identity().revision());
    }

    @Override
    public boolean alive() {
        return model.alive();
    }

    /** What the texts come from. */
    public ModelIdentity model() {
        return model.identity();
    }

    /** How busy the engine is. */
    public EngineLoad load() {
        return model.load();
    }

    @Override
    public void close() {
        captioner.close();
        model.close();
    }

    private static EncodeListener encoding(CaptionListener listener) {
        return (images, time) -> listener.batch(Stage.ENCODE, images);
    }

    private static EngineListener generating(CaptionListener listener) {
        return new EngineListener() {
            @Override
            public void decoded(int rows, Duration time) {
                listener.batch(Stage.GENERATE, rows);
            }
        };
    }
}
