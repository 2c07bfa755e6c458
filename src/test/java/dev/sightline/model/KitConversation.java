package dev.sightline.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.text.ChatTurn;
import java.util.List;
import java.util.stream.StreamSupport;

/** A conversation as the kit writes it. */
public final class KitConversation {
    private KitConversation() {}

    /** The turns of a case's {@code messages}. */
    public static List<ChatTurn> turns(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> new ChatTurn(
                        message.path("role").asText(),
                        StreamSupport.stream(message.path("content").spliterator(), false)
                                .map(KitConversation::part)
                                .toList()))
                .toList();
    }

    private static ChatTurn.Part part(JsonNode part) {
        return part.path("type").asText().equals("image")
                ? new ChatTurn.Image()
                : new ChatTurn.Text(part.path("text").asText());
    }
}
