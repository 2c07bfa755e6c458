package dev.sightline.train.data;

import dev.sightline.model.text.ChatTurn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One example: what is said about some images, turn by turn.
 *
 * @param images names by which an {@link ImageSet} finds them, in the order in which the turns show them
 */
public record Conversation(String id, List<String> images, List<ChatTurn> turns) {
    public Conversation {
        images = List.copyOf(images);
        turns = List.copyOf(turns);
        int shown = turns.stream().mapToInt(ChatTurn::images).sum();
        if (shown != images.size()) {
            throw new IllegalArgumentException(
                    "conversation %s names %d images and shows %d".formatted(id, images.size(), shown));
        }
    }

    /** A question about one image and its answer. */
    public static Conversation about(String id, String image, String question, String answer) {
        return new Conversation(
                id, List.of(image), List.of(ChatTurn.userWithImages(1, question), ChatTurn.text("assistant", answer)));
    }

    /** What stands before the first answer. */
    public List<ChatTurn> opening() {
        return turns.stream()
                .takeWhile(turn -> !turn.role().equals("assistant"))
                .toList();
    }

    /** Whether the assistant answers to something, and says something whenever it is its turn. */
    public boolean isAnswered() {
        return turns.stream().skip(1).anyMatch(turn -> turn.role().equals("assistant"))
                && turns.stream()
                        .filter(turn -> turn.role().equals("assistant"))
                        .noneMatch(turn -> words(turn).isBlank());
    }

    /** All that is said in it. */
    String text() {
        return turns.stream().map(Conversation::words).collect(Collectors.joining(" "));
    }

    /** What the assistant says first: the caption, of a captioned image. */
    public String answer() {
        return turns.stream()
                .filter(turn -> turn.role().equals("assistant"))
                .findFirst()
                .map(Conversation::words)
                .orElse("");
    }

    /** What the user says first. */
    public String question() {
        return turns.stream()
                .filter(turn -> turn.role().equals("user"))
                .findFirst()
                .map(Conversation::words)
                .orElse("");
    }

    private static String words(ChatTurn turn) {
        return turn.parts().stream()
                .filter(ChatTurn.Text.class::isInstance)
                .map(part -> ((ChatTurn.Text) part).text())
                .collect(Collectors.joining());
    }
}
