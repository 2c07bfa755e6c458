package dev.sightline.document;

import dev.sightline.event.FailureHeaders;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what was refused as it came, with the failure in headers of its own. */
final class WriteDeadLetters extends ContextualProcessor<byte[], Arrival, byte[], byte[]> {
    private static final String STAGE = "document";

    @Override
    public void process(Record<byte[], Arrival> record) {
        if (record.value() instanceof Arrival.Refused refused) {
            var origin = context().recordMetadata().orElseThrow();
            var headers = FailureHeaders.ofDeadLetter(
                    record.headers(),
                    refused.failure(),
                    STAGE,
                    1,
                    List.of(),
                    origin.topic(),
                    origin.partition(),
                    origin.offset());
            var value = refused.value();
            context()
                    .forward(
                            record.withValue(value == null ? null : value.get()).withHeaders(headers));
        }
    }
}
