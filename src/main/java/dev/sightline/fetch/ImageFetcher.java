package dev.sightline.fetch;

import dev.sightline.event.ImageReference;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageStore;

/** Image reference in, the image's bytes out. */
public interface ImageFetcher extends AutoCloseable {
    /** A fetcher for all sources; the store stays the caller's to close. */
    static ImageFetcher open(FetchSettings settings, ImageStore store) {
        return new SchemeFetcher(settings, store);
    }

    /** A fetcher for all sources but the store, for work on files where no pipeline is. */
    static ImageFetcher openWithoutStore(FetchSettings settings) {
        return new SchemeFetcher(settings, null);
    }

    /**
     * Fetches the image, and checks its hash where the reference gives one. May block as long as the settings' timeout.
     *
     * @return the bytes, at least one; nobody looked into them yet
     * @throws dev.sightline.failure.CaptionException whatever is wrong with the image or its source
     */
    ImageBytes fetch(ImageReference image);

    @Override
    void close();
}
