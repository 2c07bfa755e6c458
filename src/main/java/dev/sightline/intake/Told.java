package dev.sightline.intake;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest that was told of an image.
 *
 * @param version       orders it
 * @param objectVersion of the object that is current, in a bucket that keeps several
 * @param settledAt     the time our event carries; it rises with the order, where the source's clock does not
 * @param heardAt       when it came here; unknown to versions before this field
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Told(Version version, @Nullable String objectVersion, Instant settledAt, @Nullable Instant heardAt) {
    /** Whether nothing was heard of the image since then. */
    boolean isOlderThan(Instant then) {
        return requireNonNullElse(heardAt, settledAt).isBefore(then);
    }

    /** Whether the upload is neither a repeat nor older, nor the end of an object's version that is not the current one. */
    boolean isSupersededBy(Upload upload) {
        return upload.version().isAfter(version) && !removesAnotherVersion(upload);
    }

    private boolean removesAnotherVersion(Upload upload) {
        return upload.eventType().endsWith(":Delete") // by somebody, or by a lifecycle rule
                && upload.objectVersion() != null
                && objectVersion != null
                && !upload.objectVersion().equals(objectVersion);
    }
}
