package dev.sightline.intake;

import static dev.sightline.intake.Notification.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What Amazon SNS delivers: another message as text within its own envelope, unless delivery is raw. */
final class SnsMessage {
    private SnsMessage() {}

    /**
     * The message in the envelope; empty where this is none.
     *
     * @throws IllegalArgumentException where it is no message, but the question whether to have any
     */
    static Optional<String> of(JsonNode value) {
        if (text(value, "/TopicArn") == null || text(value, "/Message") == null) {
            return Optional.empty();
        }
        var type = text(value, "/Type");
        if (!"Notification".equals(type)) {
            throw new IllegalArgumentException(
                    "SNS sent a " + type + ", not a notification: answer it at " + text(value, "/SubscribeURL"));
        }
        return Optional.of(Notification.required(value, "/Message"));
    }
}
