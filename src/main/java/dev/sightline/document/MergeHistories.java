package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Merges each arrival into its image's history, and forgets deleted images once their marks are old enough. */
final class MergeHistories extends ContextualProcessor<byte[], byte[], byte[], Change> {
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Duration markRetention;
    private KeyValueStore<byte[], byte[]> histories;
    private DeletionMarks marks;

    @SuppressWarnings("NullAway.Init")
    MergeHistories(Duration markRetention) {
        this.markRetention = markRetention;
    }

    @Override
    public void init(ProcessorContext<byte[], Change> context) {
        super.init(context);
        histories = context.getStateStore(DocumentTopology.HISTORIES);
        marks = new DeletionMarks(context.getStateStore(DocumentTopology.DELETION_MARKS));
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var known = HistoryJson.read(histories.get(record.key()));
        var arrival = HistoryJson.read(record.value());
        var merged = known.merge(arrival);
        if (merged.equals(known)) {
            context().forward(record.withValue(new Change(Change.Kind.WITHOUT_NEWS, null)));
            return;
        }
        histories.put(record.key(), HistoryJson.write(merged));
        if (merged.forgotten() && merged.deletedAt() != null) {
            marks.set(context().currentSystemTimeMs() + markRetention.toMillis(), record.key(), merged.deletedAt());
        }
        var document = DocumentSize.fit(DocumentView.of(new String(record.key(), UTF_8), merged));
        context().forward(record.withValue(new Change(Change.Kind.of(arrival), document)));
    }

    private void sweep(long now) {
        marks.takeUntil(now, (imageId, deletedAt) -> {
            var history = HistoryJson.read(histories.get(imageId));
            if (history.forgotten() && deletedAt.equals(history.deletedAt())) { // else it came back, or went again
                histories.delete(imageId);
                context().forward(new Record<>(imageId, new Change(Change.Kind.FORGOTTEN, null), now));
            }
        });
    }
}
