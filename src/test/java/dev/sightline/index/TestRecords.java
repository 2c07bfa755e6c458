package dev.sightline.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.DocumentUpdated.State;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as the document topology and the caption role write them. */
public final class TestRecords {
    private static final DocumentUpdated.Version BY_MODEL = new DocumentUpdated.Version(
            "e1", Origin.GENERATED, Entries.NOON, new TextGenerated.Model("sightline-small", "rev1"), null, -0.5, null);

    private TestRecords() {}

    static ConsumerRecord<byte[], byte[]> document(String imageId, String words, Instant updatedAt) {
        return consumed(written(imageId, words, updatedAt));
    }

    static ConsumerRecord<byte[], byte[]> deleted(String imageId, Instant deletedAt) {
        return consumed(writtenMark(imageId, deletedAt));
    }

    static ConsumerRecord<byte[], byte[]> embedding(ImageEmbedded embedding, Instant at) {
        return consumed(written(embedding, at));
    }

    static ConsumerRecord<byte[], byte[]> tombstone(String topic, String imageId) {
        return new ConsumerRecord<>(topic, 0, 0, imageId.getBytes(UTF_8), null);
    }

    public static ProducerRecord<byte[], byte[]> written(String imageId, String words, Instant updatedAt) {
        return event(
                Topics.DOCUMENTS,
                imageId,
                DocumentUpdated.TYPE,
                updatedAt,
                new DocumentUpdated(
                        imageId,
                        new TextGenerated.ImageName("s3://photos/" + imageId, imageId + ".jpg"),
                        "00",
                        State.PROCESSED,
                        null,
                        updatedAt,
                        List.of(),
                        List.of(new DocumentUpdated.Text(TaskType.CAPTION, "en", words, BY_MODEL, List.of())),
                        List.of(new DocumentUpdated.Answer("What is it?", "en", words, BY_MODEL)),
                        null,
                        updatedAt));
    }

    public static ProducerRecord<byte[], byte[]> writtenMark(String imageId, Instant deletedAt) {
        return event(
                Topics.DOCUMENTS,
                imageId,
                DocumentUpdated.TYPE,
                deletedAt,
                new DocumentUpdated(
                        imageId,
                        null,
                        null,
                        State.NOT_PROCESSED,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        deletedAt,
                        deletedAt));
    }

    public static ProducerRecord<byte[], byte[]> written(ImageEmbedded embedding, Instant at) {
        return event(Topics.EMBEDDINGS, embedding.imageId(), ImageEmbedded.TYPE, at, embedding);
    }

    static ConsumerRecord<byte[], byte[]> copy(
            ConsumerRecord<byte[], byte[]> record, byte @Nullable [] key, byte @Nullable [] value) {
        return at(record.topic(), record.partition(), record.offset(), key, value, record.headers());
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return at(record.topic(), 0, 0, record.key(), record.value(), record.headers());
    }

    private static ConsumerRecord<byte[], byte[]> at(
            String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic, partition, offset, 1L, TimestampType.CREATE_TIME, -1, -1, key, value, headers, Optional.empty());
    }

    private static ProducerRecord<byte[], byte[]> event(
            String topic, String imageId, String type, Instant at, Object data) {
        return CloudEventRecords.write(
                topic,
                imageId,
                new CloudEvent(
                        "e-" + imageId,
                        "/test",
                        type,
                        imageId,
                        at,
                        null,
                        Map.of(),
                        Json.mapper().valueToTree(data)));
    }
}
