package dev.sightline.streams;

import dev.sightline.event.DeadLetter;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was refused as it came, with the failure in headers of its own; of what is too large for that its hash. A
 * record that the cluster refuses would end the thread, and the next one that takes its place.
 */
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
            var origin = origin(context().recordMetadata().orElseThrow(), record, refused.value());
            var letter = new DeadLetter(refused.failure(), stage, 1, List.of(), Optional.empty()).of(origin);
            context()
                    .forward(record.withKey(letter.key())
                            .withValue(letter.value())
                            .withHeaders(letter.headers()));
        }
    }

    private static ConsumerRecord<byte[], byte[]> origin(
            RecordMetadata where, Record<byte[], ?> record, @Nullable Bytes value) {
        var bytes = value == null ? null : value.get();
        return new ConsumerRecord<>(
                where.topic(),
                where.partition(),
                where.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                bytes,
                record.headers(),
                Optional.empty());
    }
}
