package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CloudEventRecords;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Reads each record as an {@link Arrival}, keyed by image; a refused one keeps its own key and headers. */
final class ReadArrivals extends ContextualProcessor<byte[], byte[], byte[], Arrival> {
    private static final String TRACEPARENT = "ce_traceparent";

    @Override
    public void process(Record<byte[], byte[]> record) {
        var topic = context().recordMetadata().orElseThrow().topic();
        var time = Instant.ofEpochMilli(record.timestamp());
        var arrival = ArrivalReader.read(topic, record.headers(), record.value(), time);
        if (arrival instanceof Arrival.Understood understood) {
            context()
                    .forward(record.withKey(understood.imageId().getBytes(UTF_8))
                            .withValue(arrival)
                            .withHeaders(trace(record.headers())));
        } else if (arrival instanceof Arrival.Refused) {
            context().forward(record.withValue(arrival));
        }
    }

    private static Headers trace(Headers headers) {
        var kept = new RecordHeaders();
        var traceparent = CloudEventRecords.traceparent(headers);
        if (traceparent != null) {
            kept.add(TRACEPARENT, traceparent.getBytes(UTF_8));
        }
        return kept;
    }
}
