package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;

import dev.sightline.event.ImageReference;
import dev.sightline.event.Sha256;
import dev.sightline.failure.CaptionException;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.ImageTooLargeException;
import java.io.IOException;
import java.util.Optional;

/** {@code sightline:SHA256}: what was uploaded or submitted into the store. */
final class StoreSource implements ImageSource {
    private final ImageStore store;
    private final LimitedRead read;

    StoreSource(ImageStore store, long maxBytes) {
        this.store = store;
        this.read = LimitedRead.ofImages(maxBytes);
    }

    @Override
    public ImageBytes read(ImageReference image) {
        var content = contentOf(image);
        var bytes = stored(content, image).orElseThrow(() -> IMAGE_NOT_FOUND
                .because(image.label() + ": the store has no image " + content + "; submit the image again")
                .toException());
        if (!bytes.sha256().equals(content)) {
            throw IMAGE_UNDECODABLE
                    .because(image.label() + ": the stored copy of " + content
                            + " is damaged; delete the image and submit it again")
                    .toException();
        }
        if (bytes.size() > read.maxBytes()) {
            throw read.tooLarge(image);
        }
        return bytes;
    }

    private Optional<ImageBytes> stored(Sha256 content, ImageReference image) {
        try {
            return store.get(content);
        } catch (ImageTooLargeException e) {
            throw new CaptionException(IMAGE_TOO_LARGE.because(image.label() + ": " + e.getMessage()), e);
        } catch (IOException e) {
            throw new CaptionException(
                    FETCH_UNAVAILABLE.because(image.label() + ": the image store cannot be read: " + e.getMessage()
                            + "; check sightline.storage"),
                    e);
        }
    }

    private static Sha256 contentOf(ImageReference image) {
        try {
            return new Sha256(image.uri().substring(ImageStore.SCHEME.length() + 1));
        } catch (IllegalArgumentException e) {
            throw new CaptionException(
                    ADDRESS_FORBIDDEN.because(
                            image.label() + ": an address in the store is sightline: and 64 lower-case hex digits"),
                    e);
        }
    }
}
