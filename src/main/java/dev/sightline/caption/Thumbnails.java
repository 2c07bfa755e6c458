package dev.sightline.caption;

import dev.sightline.event.Sha256;
import dev.sightline.preprocess.RgbImage;

/** Where a small picture of each image is kept, made while its pixels are at hand. */
@FunctionalInterface
public interface Thumbnails {
    /** Keeps none. */
    Thumbnails NONE = (request, content, pixels) -> {};

    /**
     * Keeps the image's thumbnail. One that cannot be kept is no failure of the image: it is logged and counted.
     *
     * @param request the request that brought the image
     * @param content hash of the file's bytes
     * @param pixels  the whole picture, upright; stays the caller's
     */
    void keep(CaptionRequest request, Sha256 content, RgbImage pixels);
}
