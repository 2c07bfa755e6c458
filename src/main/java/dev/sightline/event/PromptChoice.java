package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Another prompt than the task's default one: one of the shipped prompts by its id, or the text itself.
 *
 * @param id   the id of a prompt resource
 * @param text the prompt's words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptChoice(@Nullable String id, @Nullable String text) {
    public PromptChoice {
        if ((id == null) == (text == null)) {
            throw new IllegalArgumentException("prompt has either an id or a text");
        }
    }
}
