package dev.sightline.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        String id) {}
