package dev.sightline.storage;

import static java.util.Objects.requireNonNull;

import dev.sightline.event.ImageId;
import java.time.Instant;

/**
 * On whose behalf content is kept. Several images may have the same content; it goes when the last claim on it goes.
 *
 * @param imageId     the image
 * @param requestedAt when it was asked for; a deletion releases what was claimed up to its own time
 */
public record ImageClaim(String imageId, Instant requestedAt) {
    public ImageClaim {
        ImageId.check(requireNonNull(imageId, "imageId"));
        requireNonNull(requestedAt, "requestedAt");
    }
}
