package dev.sightline.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.model.ChatTurn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what data sets come in, as conversations. */
public final class Imports {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** LLaVA's form: a JSON list of {@code {"id","image","conversations":[{"from":"human","value":"<image>\n…"}]}}. */
    public static Stream<Conversation> llava(Path file) throws IOException {
        JsonNode list = json(file);
        return StreamSupport.stream(list.spliterator(), false).map(Imports::llava);
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s, line %d: no JSON: %s"
                            .formatted(file.getFileName(), e.getLocation().getLineNr(), e.getOriginalMessage()),
                    e);
        }
    }

    /**
     * WebDataset's shards: tars in which a picture and its caption share a name, {@code 0001.jpg} and {@code 0001.txt}.
     *
     * @param prompt what the user says to each image
     */
    public static Stream<Conversation> shards(List<Path> tars, String prompt) {
        return tars.stream().flatMap(tar -> shard(tar, prompt));
    }

    private static Stream<Conversation> shard(Path path, String prompt) {
        try {
            TarShard tar = TarShard.open(path);
            return tar.names().stream().filter(name -> name.endsWith(".txt")).flatMap(name -> picture(tar, name)
                    .map(image -> Conversation.about(image, image, prompt, Wording.sentence(text(path, tar, name)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> picture(TarShard tar, String captionName) {
        String stem = captionName.substring(0, captionName.length() - "txt".length());
        return Stream.of("jpg", "jpeg", "png", "webp")
                .map(stem::concat)
                .filter(tar.names()::contains)
                .limit(1);
    }

    private static String text(Path shard, TarShard tar, String name) {
        try {
            return TextLines.decoded(tar.read(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shard.getFileName() + ", " + name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Conversation llava(JsonNode json) {
        List<ChatTurn> turns = new ArrayList<>();
        for (JsonNode said : json.required("conversations")) {
            String role = said.required("from").asText().equals("human") ? "user" : "assistant";
            String value = said.required("value").asText();
            String words = value.replace("<image>", "").strip();
            int images = (value.length() - value.replace("<image>", "").length()) / "<image>".length();
            turns.add(role.equals("user") ? ChatTurn.userWithImages(images, words) : ChatTurn.text(role, words));
        }
        List<String> images =
                json.hasNonNull("image") ? List.of(json.get("image").asText()) : List.of();
        return new Conversation(json.path("id").asText(), images, turns);
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
