package dev.sightline.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.model.ChatTurn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hugging Face's messages form, one JSON object a line:
 * {@code {"id","images":["PATH"],"messages":[{"role","content":[{"type":"image"},{"type":"text","text":"…"}]}]}}.
 *
 * <p>Lines are read one at a time. A content may also be plain text.
 */
public final class ConversationFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConversationFile() {}

    /** The conversations in order; the caller closes the stream, which fails at a line that is none. */
    public static Stream<Conversation> read(Path file) throws IOException {
        return TextLines.read(file, (line, number) -> parse(line));
    }

    /** Writes conversations as they come; returns how many. */
    public static long write(Path file, Stream<Conversation> conversations) throws IOException {
        long count = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
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
            return new Conversation(json.path("id").asText(), images, turns);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no conversation in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ChatTurn turn(JsonNode message) {
        String role = message.required("role").asText();
        JsonNode content = message.required("content");
        if (content.isTextual()) {
            return ChatTurn.text(role, content.asText());
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            switch (part.required("type").asText()) {
                case "image" -> parts.add(new ChatTurn.Image());
                case "text" -> parts.add(new ChatTurn.Text(part.required("text").asText()));
                default ->
                    throw new IllegalArgumentException("a part of type " + part.path("type") + "; known: image, text");
            }
        }
        return new ChatTurn(role, parts);
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
