package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CloudEventRecords;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Writes events in binary mode. */
final class WriteRequests extends ContextualProcessor<byte[], Settled, byte[], byte[]> {
    @Override
    public void process(Record<byte[], Settled> record) {
        var settled = record.value();
        var written = CloudEventRecords.write(settled.lane().topic(), new String(record.key(), UTF_8), settled.event());
        context().forward(record.withValue(written.value()).withHeaders(written.headers()));
    }
}
