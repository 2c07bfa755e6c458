package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where an image is, and what its sender says of it.
 *
 * @param uri       {@code file:}, {@code sightline:}, {@code data:}, {@code http(s):} or {@code s3:}
 * @param name      a file name for people
 * @param sha256    hash of the file's bytes in lower-case hex; checked after fetching
 * @param mediaType the sender's word for the type; a hint only, the bytes decide
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageReference(String uri, @Nullable String name, @Nullable String sha256, @Nullable String mediaType) {
    public ImageReference {
        requireNonNull(uri, "image.uri");
    }
}
