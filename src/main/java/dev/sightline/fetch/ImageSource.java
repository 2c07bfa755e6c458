package dev.sightline.fetch;

import dev.sightline.event.ImageReference;
import dev.sightline.storage.ImageBytes;

/** Where images of one or two schemes come from. */
interface ImageSource extends AutoCloseable {
    /** Reads the image or throws a {@link dev.sightline.failure.CaptionException}; the caller has looked at the scheme. */
    ImageBytes read(ImageReference image);

    @Override
    default void close() {}
}
