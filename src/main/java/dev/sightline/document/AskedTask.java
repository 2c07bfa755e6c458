package dev.sightline.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One task of a request, as far as a document needs it; the fields are those of the request's task.
 *
 * @param promptHash hash of the question's words, by which an answer to it is known; null where it is no single question
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AskedTask(
        String taskId,
        String type,
        @Nullable String question,
        @Nullable String promptHash,
        @Nullable String language) {}
