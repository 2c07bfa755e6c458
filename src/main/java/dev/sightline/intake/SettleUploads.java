package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what is news of an image, once and in order: repeats and older news end here. What passes carries a time that
 * rises with the source's order, because requests and deletions are ordered by time from here on.
 */
final class SettleUploads extends ContextualProcessor<byte[], byte[], byte[], Settled> {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration SWEEP = Duration.ofDays(1);

    private final Duration memory;
    private KeyValueStore<byte[], byte[]> told;

    @SuppressWarnings("NullAway.Init")
    SettleUploads(Duration memory) {
        this.memory = memory;
    }

    @Override
    public void init(ProcessorContext<byte[], Settled> context) {
        super.init(context);
        told = context.getStateStore(IntakeTopology.TOLD);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::forget);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var selected = read(record.value(), Arrival.Selected.class);
        var upload = selected.upload();
        var before = told.get(record.key());
        var known = before == null ? null : read(before, Told.class);
        if (known != null && !known.isSupersededBy(upload)) {
            return;
        }
        var at = later(upload.version().time(), known);
        var now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        told.put(record.key(), write(new Told(upload.version(), upload.objectVersion(), at, now)));
        context().forward(record.withValue(settled(selected, new String(record.key(), UTF_8), at)));
    }

    private void forget(long now) {
        var then = Instant.ofEpochMilli(now).minus(memory);
        try (var all = told.all()) {
            while (all.hasNext()) {
                var image = all.next();
                if (read(image.value, Told.class).isOlderThan(then)) {
                    told.delete(image.key);
                }
            }
        }
    }

    private static Instant later(Instant time, @Nullable Told known) {
        return known == null || time.isAfter(known.settledAt())
                ? time
                : known.settledAt().plus(TICK);
    }

    private static Settled settled(Arrival.Selected selected, String imageId, Instant at) {
        var upload = selected.upload();
        if (upload.removed()) {
            var deletion = new ImageDeleted(imageId, "removed at its source: " + upload.eventType(), at);
            return new Settled(Lane.LIVE, event(upload, ImageDeleted.TYPE, imageId, at, deletion));
        }
        var image = new ImageReference(upload.uri(), ImageAddress.name(upload.uri()), null, upload.contentType());
        var submitted = new ImageSubmitted(imageId, image, selected.tasks(), null, at, null);
        return new Settled(selected.lane(), event(upload, ImageSubmitted.TYPE, imageId, at, submitted));
    }

    private static CloudEvent event(Upload upload, String type, String imageId, Instant at, Object data) {
        return new CloudEvent(
                upload.id(),
                upload.source(),
                type,
                imageId,
                at,
                null,
                Map.of(),
                Json.mapper().valueToTree(data));
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return Json.mapper().readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("the store holds what this version cannot read", e);
        }
    }

    static byte[] write(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("uploads are plain data", e);
        }
    }
}
