package dev.sightline.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a source tells of one image.
 *
 * @param uri         where the image is, or was
 * @param removed     whether it is gone
 * @param eventType   the source's word for what happened, such as {@code ObjectCreated:Put}
 * @param contentType the source's word for the image's type
 * @param objectVersion the version of the object in a bucket that keeps several
 * @param version     orders it among what is told of the image
 * @param source      with id, names the request made of it
 * @param id          the same for every delivery of the same event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Upload(
        String uri,
        boolean removed,
        String eventType,
        @Nullable String contentType,
        @Nullable String objectVersion,
        Version version,
        String source,
        String id) {
    // S3's keys have up to 1 KiB, addresses of the web rarely more than 8: a request must stay below its limit with
    // ease
    private static final int MAX_CHARACTERS = 16 * 1024;

    Upload {
        var characters = Stream.of(uri, eventType, contentType, objectVersion, version.id(), source, id)
                .filter(Objects::nonNull)
                .mapToInt(String::length)
                .sum();
        if (characters > MAX_CHARACTERS) {
            throw new IllegalArgumentException("it names itself in " + characters + " characters, more than "
                    + MAX_CHARACTERS + ", address and id together");
        }
    }
}
