package dev.sightline.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.lucene.codecs.KnnVectorsFormat;

/** Reads what a record of the documents or of the embeddings says. */
final class TopicRecords {
    private TopicRecords() {}

    /**
     * What it says.
     *
     * @throws dev.sightline.failure.CaptionException {@code event_malformed} where it says nothing readable
     */
    static IndexChange read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw malformed("the record has no key");
        }
        var imageId = new String(record.key(), UTF_8);
        var documents = record.topic().equals(Topics.DOCUMENTS);
        if (record.value() == null) {
            return documents ? new IndexChange.Undocumented(imageId) : new IndexChange.Unembedded(imageId);
        }
        var event = CloudEventRecords.read(record.headers(), record.value());
        if (!event.data().isObject()) {
            throw malformed("the event's data is no JSON object");
        }
        var change = documents ? documented(event.data()) : embedded(event.data());
        if (!change.imageId().equals(imageId)) {
            throw malformed("the key names another image than the value: " + change.imageId());
        }
        return change;
    }

    private static IndexChange documented(JsonNode data) {
        var document = parse(data, DocumentUpdated.class);
        return document.deletedAt() == null
                ? new IndexChange.Documented(ImageEntry.of(document))
                : new IndexChange.Undocumented(document.imageId());
    }

    private static IndexChange embedded(JsonNode data) {
        var embedding = parse(data, ImageEmbedded.class);
        if (embedding.dimensions() > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
            throw malformed("a vector has at most " + KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS + " dimensions");
        }
        try {
            QueryVector.of(embedding);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
        return new IndexChange.Embedded(embedding);
    }

    private static <T> T parse(JsonNode data, Class<T> type) {
        try {
            return Json.mapper().treeToValue(data, type);
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        }
    }

    private static RuntimeException malformed(String why) {
        return FailureCode.EVENT_MALFORMED.because(why).toException();
    }
}
