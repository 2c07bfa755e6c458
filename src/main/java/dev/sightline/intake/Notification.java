package dev.sightline.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CloudEvent;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.streams.Refusal;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What a foreign record turned out to be. */
sealed interface Notification {
    /**
     * Uploads and removals; none where the record is understood and tells of neither, such as a bucket's test event.
     *
     * @param unread why parts of the record were not understood; null where all were
     */
    record Uploads(List<Upload> uploads, @Nullable CaptionFailure unread) implements Notification {
        public Uploads {
            uploads = List.copyOf(uploads);
        }
    }

    /** A request or a deletion in our own words; it goes on as it is. */
    record Ours(String imageId, CloudEvent event) implements Notification {}

    /** Nothing we know; it goes to the dead letters as it came. */
    record Refused(@Nullable Bytes value, CaptionFailure failure) implements Notification, Refusal {}

    /** The text at this path, or null where there is none or it is blank. */
    static @Nullable String text(JsonNode node, String path) {
        var found = node.at(path);
        return found.isValueNode() && !found.isNull() && !found.asText().isBlank() ? found.asText() : null;
    }

    /**
     * The text at this path.
     *
     * @throws IllegalArgumentException where there is none
     */
    static String required(JsonNode node, String path) {
        var text = text(node, path);
        if (text == null) {
            throw new IllegalArgumentException(path.substring(1).replace('/', '.') + " is missing");
        }
        return text;
    }
}
