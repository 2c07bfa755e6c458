package dev.sightline.index;

import static java.util.stream.Collectors.toMap;

import dev.sightline.failure.CaptionException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics into an index: from the positions of the index's last commit, every partition, in no group.
 *
 * <p>Each index has all images, so any number of processes can play the role. Called by one thread.
 */
final class IndexFeed {
    private static final Logger LOG = Logger.getLogger(IndexFeed.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long BACKLOG = 5_000;
    // positions read long ago are of no use after a kill, however little has come since
    private static final Duration LONGEST_WITHOUT_COMMIT = Duration.ofHours(1);

    private final ImageIndex index;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicSource source;
    private final IndexSettings settings;
    private final Clock clock;
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong lag = new AtomicLong(Long.MAX_VALUE);
    private boolean searchable = true;
    private Instant refreshed;
    private Instant committed;

    IndexFeed(
            ImageIndex index,
            Consumer<byte[], byte[]> consumer,
            TopicSource source,
            IndexSettings settings,
            Clock clock) {
        this.index = index;
        this.consumer = consumer;
        this.source = source;
        this.settings = settings;
        this.clock = clock;
        refreshed = clock.instant();
        committed = clock.instant();
        var positions = index.committed().offsets();
        consumer.assign(source.partitions());
        for (var partition : source.partitions()) {
            var position = positions.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }

    /** Takes what has come; waits a moment where nothing has. */
    void step() throws IOException {
        for (var record : consumer.poll(POLL)) {
            take(record);
        }
        lag.set(measureLag());
        var now = clock.instant();
        // a backlog is seen at commits alone: each refresh leaves a segment, and merging those costs more than making
        // them
        if (!searchable && lag.get() < BACKLOG && !now.isBefore(refreshed.plus(settings.refreshInterval()))) {
            index.refresh();
            searchable = true;
            refreshed = now;
        }
        var interval = index.hasUncommittedChanges() ? settings.commitInterval() : LONGEST_WITHOUT_COMMIT;
        if (!now.isBefore(committed.plus(interval))) {
            commit();
        }
    }

    /** Makes what was taken searchable and safe. */
    void commit() throws IOException {
        index.refresh();
        searchable = true;
        refreshed = clock.instant();
        var offsets = source.partitions().stream().collect(toMap(partition -> partition, consumer::position));
        index.commit(new IndexPositions(source.identity(), offsets, clock.instant()));
        committed = clock.instant();
    }

    /** How many records the topics have that the index has not; {@link Long#MAX_VALUE} until that is known. */
    long lag() {
        return lag.get();
    }

    /** How many records said nothing readable. */
    long skipped() {
        return skipped.get();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try {
            index.apply(TopicRecords.read(record));
            searchable = false;
        } catch (CaptionException e) {
            skip(record, e.failure().message());
        } catch (IllegalArgumentException e) { // Lucene's word for what it does not take, such as a name of 40 kB
            skip(record, e.getMessage());
        }
    }

    // what one topic's writer got wrong must not keep all others from being found
    private void skip(ConsumerRecord<byte[], byte[]> record, @Nullable String reason) {
        skipped.incrementAndGet();
        LOG.warnf(
                "record not indexed topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
    }

    private long measureLag() {
        var sum = 0L;
        for (var partition : source.partitions()) {
            var ofPartition = consumer.currentLag(partition);
            if (ofPartition.isEmpty()) {
                return lag.get();
            }
            sum += ofPartition.getAsLong();
        }
        return sum;
    }
}
