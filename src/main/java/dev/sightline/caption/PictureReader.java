package dev.sightline.caption;

import dev.sightline.encode.FeatureCache;
import dev.sightline.encode.ImageEncoder;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.event.Sha256;
import dev.sightline.failure.CaptionException;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.Preprocessor;
import dev.sightline.preprocess.Preprocessor.Preprocessed;
import dev.sightline.storage.ImageBytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first half of the way: an address becomes image tokens.
 *
 * <pre>
 * fetch (many at once: it waits) ▶ preprocess (a thread a core: it computes) ▶ encode (micro-batches; known ones are kept)
 * </pre>
 */
final class PictureReader {
    private final ImageFetcher fetcher;
    private final Preprocessor preprocessor;
    private final Thumbnails thumbnails;
    private final ImagePlacer placer;
    private final ImageEncoder encoder;
    private final FeatureCache features;
    private final CaptionListener listener;
    private final Executor fetching;
    private final Executor preprocessing;

    PictureReader(
            ImageFetcher fetcher,
            Preprocessor preprocessor,
            Thumbnails thumbnails,
            ImagePlacer placer,
            ImageEncoder encoder,
            FeatureCache features,
            CaptionListener listener,
            Executor fetching,
            Executor preprocessing) {
        this.fetcher = fetcher;
        this.preprocessor = preprocessor;
        this.thumbnails = thumbnails;
        this.placer = placer;
        this.encoder = encoder;
        this.features = features;
        this.listener = listener;
        this.fetching = fetching;
        this.preprocessing = preprocessing;
    }

    /** The image's tokens; fails with {@link StageFailedException}. */
    CompletableFuture<Picture> read(CaptionRequest request) {
        var times = new StageTimes(listener);
        return CompletableFuture.supplyAsync(() -> at(Stage.FETCH, () -> fetcher.fetch(request.image())), fetching)
                .whenComplete((bytes, failed) -> times.ended(Stage.FETCH))
                .thenApplyAsync(bytes -> at(Stage.PREPROCESS, () -> pixels(request, bytes)), preprocessing)
                .whenComplete((read, failed) -> times.ended(Stage.PREPROCESS))
                .thenCompose(read -> encoded(read).handle((features, failed) -> {
                    times.ended(Stage.ENCODE);
                    if (failed != null) {
                        throw StageFailedException.at(Stage.ENCODE, failed);
                    }
                    return new Picture(read.content(), features, read.place(), read.keptRows(), times.milliseconds());
                }));
    }

    private CompletableFuture<ImageFeatures> encoded(Read read) {
        return features.get(read.content().hex(), () -> encoder.encode(read.pixels()));
    }

    private Read pixels(CaptionRequest request, ImageBytes bytes) {
        var read = preprocessed(request, bytes);
        thumbnails.keep(request, bytes.sha256(), read.image().pixels());
        var place = placer.place(read.image().pixels()).orElse(null);
        return new Read(bytes.sha256(), read.values(), place, read.image().keptRows());
    }

    // what decodes has but the bytes; whose they are stands in the failure
    private Preprocessed preprocessed(CaptionRequest request, ImageBytes bytes) {
        try {
            return preprocessor.preprocess(bytes.toArray());
        } catch (CaptionException e) {
            var failure = e.failure();
            throw new CaptionException(failure.code().because(request.image().label() + ": " + failure.message()), e);
        }
    }

    private static <T> T at(Stage stage, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new CompletionException(StageFailedException.at(stage, e));
        }
    }

    /** What the networks see of a file. */
    private record Read(Sha256 content, PixelValues pixels, @Nullable PlacedImage place, double keptRows) {}
}
