package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;

/** Fetches in tests: by address alone, and for the failure. */
record Fetching(ImageFetcher fetcher) {
    static ImageReference image(String uri) {
        return new ImageReference(uri, null, null, null);
    }

    byte[] bytes(String uri) {
        return fetcher.fetch(image(uri)).toArray();
    }

    CaptionFailure failure(String uri) {
        return failure(image(uri));
    }

    CaptionFailure failure(ImageReference image) {
        return catchThrowableOfType(CaptionException.class, () -> fetcher.fetch(image))
                .failure();
    }
}
