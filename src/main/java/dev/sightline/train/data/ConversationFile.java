package dev.sightline.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.text.ChatTurn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hugging Face's messages form, one JSON object a line:
 * {@code {"id","images":["PATH"],"messages":[{"role","content":[{"type":"image"},{"type":"text","text":"…"}]}]}}.
 *
 * <p>Lines are read one at a time. A content may also be plain text.
 */
public final class ConversationFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private ConversationFile() {}

    /**
     * The conversations in order; the caller closes the stream, which throws {@link IllegalArgumentException} with file and
     * line at what is no conversation.
     */
    public static Stream<Conversation> read(Path file) throws IOException {
        return TextLines.read(file, (line, number) -> parse(line));
    }

    /** Writes conversations as they come; returns how many. The file appears whole or stays as it was. */
    public static long write(Path file, Stream<Conversation> conversations) throws IOException {
        return write(file, conversations, false);
    }

    /**
     * Writes conversations as they come; returns how many. The file appears whole or stays as it was.
     *
     * @param append keeps what it has before them
     */
    public static long write(Path file, Stream<Conversation> conversations, boolean append) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe, a terminal
            return put(file, conversations);
        }
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // others may read it, unlike what createTempFile makes
        Path whole = folder.resolve(file.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(whole);
            if (append && Files.exists(file)) {
                Files.copy(file, whole);
                endLastLine(whole);
            }
            long count = put(whole, conversations);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return count;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void endLastLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            if (channel.read(last, Math.max(0, size - 1)) == 1 && last.get(0) != '\n') {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
            }
        }
    }

    private static long put(Path file, Stream<Conversation> conversations) throws IOException {
        long count = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (Iterator<Conversation> each = conversations.iterator(); each.hasNext(); count++) {
                out.write(JSON.writeValueAsString(json(each.next())));
                out.newLine();
            }
        }
        return count;
    }

    static Conversation parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            List<String> images = new ArrayList<>();
            json.path("images").forEach(image -> images.add(image.asText()));
            List<ChatTurn> turns = new ArrayList<>();
            json.required("messages").forEach(message -> turns.add(turn(message)));
            Conversation conversation = new Conversation(json.path("id").asText(), images, turns);
            if (!conversation.isAnswered()) {
                throw new IllegalArgumentException("no assistant answers in this conversation");
            }
            return conversation;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no conversation in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ChatTurn turn(JsonNode message) {
        String role = message.required("role").asText();
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("role " + role + "; known: system, user, assistant");
        }
        JsonNode content = message.required("content");
        if (content.isTextual()) {
            return ChatTurn.text(role, content.asText());
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(part(role, part));
        }
        return new ChatTurn(role, parts);
    }

    private static ChatTurn.Part part(String role, JsonNode part) {
        String type = part.required("type").asText();
        return switch (type) {
            case "image" -> {
                if (!role.equals("user")) {
                    throw new IllegalArgumentException("only a user shows images, not the " + role);
                }
                yield new ChatTurn.Image();
            }
            case "text" -> new ChatTurn.Text(part.required("text").asText());
            default -> throw new IllegalArgumentException("a part of type " + type + "; known: image, text");
        };
    }

    private static ObjectNode json(Conversation conversation) {
        ObjectNode json = JSON.createObjectNode().put("id", conversation.id());
        conversation.images().forEach(json.putArray("images")::add);
        ArrayNode messages = json.putArray("messages");
        for (ChatTurn turn : conversation.turns()) {
            ArrayNode content = messages.addObject().put("role", turn.role()).putArray("content");
            for (ChatTurn.Part part : turn.parts()) {
                if (part instanceof ChatTurn.Text text) {
                    content.addObject().put("type", "text").put("text", text.text());
                } else {
                    content.addObject().put("type", "image");
                }
            }
        }
        return json;
    }
}
