package dev.sightline.generate;

import static java.util.Objects.requireNonNull;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.model.text.ChatTurn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation about pictures that the model is to continue.
 *
 * @param turns    the conversation; pictures stand in it as {@link ChatTurn.Image}, in the order of {@code images}.
 *                 Families without prompts (vision-encoder-decoder) look at the pictures only
 * @param images   the pictures' tokens; several requests may share one
 * @param config   how to choose tokens and when to stop
 * @param priority who goes first
 * @param deadline when the text is no longer wanted
 */
public record GenerationRequest(
        List<ChatTurn> turns,
        List<ImageFeatures> images,
        GenerationConfig config,
        Priority priority,
        @Nullable Instant deadline) {
    public GenerationRequest {
        turns = List.copyOf(turns);
        images = List.copyOf(images);
        requireNonNull(config);
        requireNonNull(priority);
        int places = turns.stream().mapToInt(ChatTurn::images).sum();
        if (!turns.isEmpty() && places != images.size()) {
            throw new IllegalArgumentException(places + " pictures in the conversation, " + images.size() + " given");
        }
    }

    /** One question about one picture. */
    public static GenerationRequest of(ImageFeatures image, String prompt, GenerationConfig config) {
        return new GenerationRequest(
                List.of(ChatTurn.userWithImages(1, prompt)), List.of(image), config, Priority.LIVE, null);
    }

    /** This request as one that live ones may overtake. */
    public GenerationRequest inBulk() {
        return new GenerationRequest(turns, images, config, Priority.BULK, deadline);
    }
}
