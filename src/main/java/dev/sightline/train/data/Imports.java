package dev.sightline.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.text.ChatTurn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Reads what data sets come in, as conversations, one at a time; the caller closes the streams. */
public final class Imports {
    private static final String IMAGE = "<image>";
    private static final ChatTurn.Text NOTHING = new ChatTurn.Text("");
    private static final String TEXT = ".txt";
    private static final String HIDDEN = "._"; // what macOS adds to archives beside each file

    private Imports() {}

    /**
     * Captions, {@code image<TAB>caption} a line.
     *
     * @param prompt what the user says to each image
     */
    public static Stream<Conversation> captions(Path file, String prompt) throws IOException {
        return table(file, 2, (row, id) -> Conversation.about(id, row[0], prompt, Wording.sentence(row[1])));
    }

    /** Questions, {@code image<TAB>question<TAB>answer} a line; words joined by {@code _}, answers by commas. */
    public static Stream<Conversation> questions(Path file) throws IOException {
        return table(
                file, 3, (row, id) -> Conversation.about(id, row[0], Wording.question(row[1]), Wording.answer(row[2])));
    }

    /**
     * LLaVA's form: a JSON list of {@code {"id","image","conversations":[{"from":"human","value":"<image>\n…"}]}}; the image may
     * be missing, or a list.
     */
    public static Stream<Conversation> llava(Path file) throws IOException {
        return JsonValues.read(file, Imports::llava);
    }

    /**
     * WebDataset's shards: tars in which a picture and its caption share a name, {@code 0001.jpg} and {@code 0001.txt}. Pictures
     * are named {@code SHARD/0001.jpg}, since shards may use a name again.
     *
     * @param prompt what the user says to each image
     */
    public static Stream<Conversation> shards(List<Path> tars, String prompt) {
        return tars.stream().flatMap(tar -> shard(tar, prompt));
    }

    private static Stream<Conversation> shard(Path path, String prompt) {
        try {
            TarShard tar = TarShard.open(path);
            return tar.names().stream()
                    .filter(name -> name.endsWith(TEXT))
                    .filter(name -> !name.substring(name.lastIndexOf('/') + 1).startsWith(HIDDEN))
                    .flatMap(name -> picture(tar, name)
                            .map(tar::qualified)
                            .map(image -> Conversation.about(image, image, prompt, Wording.sentence(text(tar, name)))))
                    .onClose(tar::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Stream<String> picture(TarShard tar, String captionName) {
        String stem = captionName.substring(0, captionName.length() - TEXT.length());
        return Stream.of(".jpg", ".jpeg", ".png", ".webp", ".JPG", ".JPEG", ".PNG")
                .map(stem::concat)
                .filter(tar.names()::contains)
                .limit(1);
    }

    private static String text(TarShard tar, String name) {
        try {
            return TextLines.decoded(tar.read(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(tar.qualified(name) + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Conversation llava(JsonNode json) {
        List<String> images = images(json.path("image"));
        List<ChatTurn> turns = new ArrayList<>();
        for (JsonNode said : json.required("conversations")) {
            turns.add(
                    turn(said.required("from").asText(), said.required("value").asText()));
        }
        boolean unplaced = turns.stream().allMatch(turn -> turn.images() == 0);
        int asked = turns.stream().map(ChatTurn::role).toList().indexOf("user"); // a system may speak first
        if (unplaced && asked >= 0 && turns.get(asked).parts().get(0) instanceof ChatTurn.Text first) {
            turns.set(asked, ChatTurn.userWithImages(images.size(), first.text()));
        }
        return new Conversation(json.path("id").asText(), images, turns);
    }

    /** Pictures stand where the text has {@code <image>}. */
    private static ChatTurn turn(String from, String value) {
        if (from.equals("system") || from.equals("gpt") || from.equals("assistant")) {
            return ChatTurn.text(from.equals("gpt") ? "assistant" : from, value.strip());
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        for (String words : value.split(IMAGE, -1)) {
            parts.add(new ChatTurn.Text(words.strip()));
            parts.add(new ChatTurn.Image());
        }
        parts.remove(parts.size() - 1);
        parts.removeIf(part -> part.equals(NOTHING));
        return parts.isEmpty() ? ChatTurn.text("user", "") : new ChatTurn("user", parts);
    }

    private static List<String> images(JsonNode named) {
        List<String> images = new ArrayList<>();
        if (named.isTextual()) {
            images.add(named.asText());
        }
        named.forEach(image -> images.add(image.asText()));
        return images;
    }

    private interface Row extends BiFunction<String[], String, Conversation> {}

    private static Stream<Conversation> table(Path file, int columns, Row row) throws IOException {
        return TextLines.read(file, (line, number) -> {
            String[] cells = line.split("\t", -1);
            if (cells.length != columns) {
                throw new IllegalArgumentException("%d columns, not %d".formatted(cells.length, columns));
            }
            return row.apply(cells, cells[0] + "#" + number);
        });
    }
}
