package dev.sightline.document;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.Json;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.event.Sha256;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes each changed document as an event, and as a tombstone where there is none any more. */
final class WriteDocuments extends ContextualProcessor<byte[], Change, byte[], byte[]> {
    private static final String SOURCE = "/sightline/document";

    @Override
    public void process(Record<byte[], Change> record) {
        if (!record.value().news()) {
            return;
        }
        var document = record.value().document();
        if (document == null) {
            context().forward(record.withValue(null));
            return;
        }
        var bytes = DocumentSize.bytes(document);
        var headers =
                CloudEventRecords.headers(event(document, bytes, CloudEventRecords.traceparent(record.headers())));
        context().forward(record.withValue(bytes).withHeaders(headers));
    }

    // equal documents are equal events: written anew after a crash, one has the same id
    private static CloudEvent event(DocumentUpdated document, byte[] bytes, @Nullable String traceparent) {
        return new CloudEvent(
                NameBasedUuid.of(document.imageId(), Sha256.of(bytes).hex()).toString(),
                SOURCE,
                DocumentUpdated.TYPE,
                document.imageId(),
                document.updatedAt(),
                traceparent,
                Map.of(),
                Json.mapper().nullNode());
    }
}
