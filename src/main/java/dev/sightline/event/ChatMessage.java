package dev.sightline.event;

import static java.util.Objects.requireNonNull;

/**
 * One turn of a conversation about an image.
 *
 * @param role    {@code system}, {@code user} or {@code assistant}
 * @param content what was said, as plain text; never read as special tokens
 */
public record ChatMessage(String role, String content) {
    public ChatMessage {
        requireNonNull(role, "messages[].role");
        requireNonNull(content, "messages[].content");
    }
}
