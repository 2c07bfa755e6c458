package dev.sightline.encode;

import dev.sightline.preprocess.PixelValues;
import java.util.concurrent.CompletableFuture;

/** Pixels in, image tokens out. */
public interface ImageEncoder {
    /**
     * Encodes one picture, together with others that wait at the same time.
     *
     * @return the features; fails with {@link dev.sightline.failure.CaptionException} ({@code engine_failed}) if the
     *     network's run failed
     */
    CompletableFuture<ImageFeatures> encode(PixelValues pixels);
}
