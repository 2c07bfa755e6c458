package dev.sightline.model.text;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a conversation as chat templates see it.
 *
 * @param role  {@code system}, {@code user} or {@code assistant}
 * @param parts pictures and texts in order
 */
public record ChatTurn(String role, List<Part> parts) {
    public ChatTurn {
        requireNonNull(role);
        parts = List.copyOf(parts);
    }

    /** A piece of a turn. */
    public sealed interface Part {}

    /** The place of the next picture of the request. */
    public record Image() implements Part {}

    /**
     * Words, never read as special tokens.
     *
     * @param text as the person or the model said it
     */
    public record Text(String text) implements Part {
        public Text {
            requireNonNull(text);
        }
    }

    /** A turn of text alone. */
    public static ChatTurn text(String role, String text) {
        return new ChatTurn(role, List.of(new Text(text)));
    }

    /** The user shows {@code images} pictures and says something about them. */
    public static ChatTurn userWithImages(int images, String text) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            parts.add(new Image());
        }
        parts.add(new Text(text));
        return new ChatTurn("user", parts);
    }

    /** How many pictures this turn shows. */
    public int images() {
        return (int) parts.stream().filter(Image.class::isInstance).count();
    }
}
