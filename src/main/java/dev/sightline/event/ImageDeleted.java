package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code dev.sightline.image.deleted.v1}: everything kept of the image goes.
 *
 * @param imageId   the image
 * @param reason    why, for the record
 * @param deletedAt what was requested up to then is removed; defaults to the event's time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageDeleted(String imageId, @Nullable String reason, @Nullable Instant deletedAt) {
    /** The event's type. */
    public static final String TYPE = "dev.sightline.image.deleted.v1";

    public ImageDeleted {
        ImageId.check(requireNonNull(imageId, "imageId"));
    }
}
