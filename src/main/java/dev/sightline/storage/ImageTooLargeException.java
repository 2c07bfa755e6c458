package dev.sightline.storage;

import java.io.IOException;

/** An image has more bytes than one image may have in the store. */
public final class ImageTooLargeException extends IOException {
    ImageTooLargeException(long size, long limit) {
        super("the image has " + size + " bytes, the store takes at most " + limit
                + " an image (sightline.storage.max-image-bytes): store a smaller file or raise the limit");
    }
}
