/**
 * From an image reference to the image's bytes, within limits of size and time, and from nowhere a stranger must not
 * reach. The door is {@link dev.sightline.fetch.ImageFetcher}.
 */
@NullMarked
package dev.sightline.fetch;

import org.jspecify.annotations.NullMarked;
