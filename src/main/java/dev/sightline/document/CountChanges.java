package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts changes by minute and kind within a partition and hands the counts on now and then, so that one record stands
 * for many changes. Keys are {@code minute kind}, values the count.
 */
final class CountChanges extends ContextualProcessor<byte[], Change, byte[], byte[]> {
    private static final Duration HAND_ON = Duration.ofSeconds(2);

    private KeyValueStore<String, byte[]> counts;

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        counts = context.getStateStore(DocumentTopology.RECENT_COUNTS);
        context.schedule(HAND_ON, PunctuationType.WALL_CLOCK_TIME, this::handOn);
    }

    @Override
    public void process(Record<byte[], Change> record) {
        var minute = Instant.ofEpochMilli(record.timestamp()).truncatedTo(ChronoUnit.MINUTES);
        var key = minute + " " + record.value().kind().wireName();
        var before = counts.get(key);
        counts.put(key, bytes(before == null ? 1 : ByteBuffer.wrap(before).getLong() + 1));
    }

    private void handOn(long now) {
        var taken = new ArrayList<KeyValue<String, byte[]>>();
        try (var all = counts.all()) {
            all.forEachRemaining(taken::add);
        }
        for (var count : taken) {
            counts.delete(count.key);
            context().forward(new Record<>(count.key.getBytes(UTF_8), count.value, now));
        }
    }

    private static byte[] bytes(long count) {
        return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    }
}
