package dev.sightline.caption;

import dev.sightline.encode.ImageEncoder;
import dev.sightline.event.ImageReference;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.Preprocessor;
import dev.sightline.storage.ImageBytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The first half of the way: an address becomes image tokens.
 *
 * <pre>
 * fetch (many at once: it waits) ▶ preprocess (a thread a core: it computes) ▶ encode (micro-batches)
 * </pre>
 */
final class PictureReader {
    private final ImageFetcher fetcher;
    private final Preprocessor preprocessor;
    private final ImageEncoder encoder;
    private final CaptionListener listener;
    private final Executor fetching;
    private final Executor preprocessing;

    PictureReader(
            ImageFetcher fetcher,
            Preprocessor preprocessor,
            ImageEncoder encoder,
            CaptionListener listener,
            Executor fetching,
            Executor preprocessing) {
        this.fetcher = fetcher;
        this.preprocessor = preprocessor;
        this.encoder = encoder;
        this.listener = listener;
        this.fetching = fetching;
        this.preprocessing = preprocessing;
    }

    /** The image's tokens; fails with {@link StageFailedException}. */
    CompletableFuture<Picture> read(ImageReference image) {
        var times = new StageTimes(listener);
        return CompletableFuture.supplyAsync(() -> at(Stage.FETCH, () -> fetcher.fetch(image)), fetching)
                .whenComplete((bytes, failed) -> times.ended(Stage.FETCH))
                .thenApplyAsync(bytes -> at(Stage.PREPROCESS, () -> pixels(bytes)), preprocessing)
                .whenComplete((read, failed) -> times.ended(Stage.PREPROCESS))
                .thenCompose(read -> encoder.encode(read.pixels()).handle((features, failed) -> {
                    times.ended(Stage.ENCODE);
                    if (failed != null) {
                        throw StageFailedException.at(Stage.ENCODE, failed);
                    }
                    return new Picture(read.bytes().sha256(), features, times.milliseconds());
                }));
    }

    private Read pixels(ImageBytes bytes) {
        return new Read(bytes, preprocessor.preprocess(bytes.toArray()).values());
    }

    private static <T> T at(Stage stage, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new CompletionException(StageFailedException.at(stage, e));
        }
    }

    /** A file and what the encoder sees of it. */
    private record Read(ImageBytes bytes, PixelValues pixels) {}
}
