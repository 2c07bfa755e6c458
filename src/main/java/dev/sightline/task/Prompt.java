package dev.sightline.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.Sha256;

/**
 * The words put to the model beside the image.
 *
 * @param id   a shipped prompt's name, or {@link #CUSTOM}, {@link #QUESTION}, {@link #MESSAGES} for words of the request
 * @param text the words; never read as special tokens
 */
public record Prompt(String id, String text) {
    /** The id of a prompt whose words a setting or a request gave. */
    public static final String CUSTOM = "custom";
    /** The id of a question. */
    public static final String QUESTION = "question";
    /** The id of a conversation of several turns. */
    public static final String MESSAGES = "messages";

    public Prompt {
        if (text.isBlank()) {
            throw new IllegalArgumentException("prompt " + id + " has no words");
        }
    }

    /** SHA-256 of the words, in hex. */
    public String hash() {
        return Sha256.of(text.getBytes(UTF_8)).hex();
    }
}
