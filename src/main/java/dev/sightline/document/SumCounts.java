package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.sightline.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Sums the partitions' counts of each minute: {@code {"window":"2026-11-24T07:00:00Z","counts":{"captioned":3}}}. */
final class SumCounts extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};
    private static final Duration SWEEP = Duration.ofHours(1);

    private final Duration retention;
    private KeyValueStore<String, byte[]> minutes;

    @SuppressWarnings("NullAway.Init")
    SumCounts(Duration retention) {
        this.retention = retention;
    }

    /** The value on the topic of counts. */
    private record Window(String window, Map<String, Long> counts) {}

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        minutes = context.getStateStore(DocumentTopology.COUNTS);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var key = new String(record.key(), UTF_8).split(" ", 2);
        var counts = read(minutes.get(key[0]));
        counts.merge(key[1], ByteBuffer.wrap(record.value()).getLong(), Long::sum);
        minutes.put(key[0], write(counts));
        context().forward(record.withKey(key[0].getBytes(UTF_8)).withValue(write(new Window(key[0], counts))));
    }

    private void sweep(long now) {
        var old = new ArrayList<String>();
        try (var kept =
                minutes.range(null, Instant.ofEpochMilli(now).minus(retention).toString())) {
            kept.forEachRemaining(minute -> old.add(minute.key));
        }
        old.forEach(minutes::delete);
    }

    private static Map<String, Long> read(byte @Nullable [] counts) {
        try {
            return counts == null ? new TreeMap<>() : Json.mapper().readValue(counts, COUNTS);
        } catch (IOException e) {
            throw new UncheckedIOException("the store holds counts that this version cannot read", e);
        }
    }

    private static byte[] write(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are plain data", e);
        }
    }
}
