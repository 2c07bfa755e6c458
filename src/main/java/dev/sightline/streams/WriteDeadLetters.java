package dev.sightline.streams;

import dev.sightline.event.FailureHeaders;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Sends what was refused as it came, with the failure in headers of its own. */
public final class WriteDeadLetters<V> extends ContextualProcessor<byte[], V, byte[], byte[]> {
    private final String stage;

    /**
     * @param stage the step that refuses
     */
    public WriteDeadLetters(String stage) {
        this.stage = stage;
    }

    @Override
    public void process(Record<byte[], V> record) {
        if (record.value() instanceof Refusal refused) {
            var origin = context().recordMetadata().orElseThrow();
            var headers = FailureHeaders.ofDeadLetter(
                    record.headers(),
                    refused.failure(),
                    stage,
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
