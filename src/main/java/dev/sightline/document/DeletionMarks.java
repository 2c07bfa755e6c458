package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/** Which deleted images can be forgotten when; ordered by that time, so that looking for them costs nothing. */
final class DeletionMarks {
    private final KeyValueStore<byte[], byte[]> store;

    DeletionMarks(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    void set(long dueMs, byte[] imageId, Instant deletedAt) {
        store.put(key(dueMs, imageId), deletedAt.toString().getBytes(UTF_8));
    }

    /** Hands over image id and deletion of each mark that is due, and removes it. */
    void takeUntil(long nowMs, BiConsumer<byte[], Instant> due) {
        var taken = new ArrayList<KeyValue<byte[], byte[]>>();
        try (var marks = store.range(key(0, new byte[0]), key(nowMs + 1, new byte[0]))) {
            marks.forEachRemaining(taken::add);
        }
        for (var mark : taken) {
            store.delete(mark.key);
            due.accept(
                    Arrays.copyOfRange(mark.key, Long.BYTES, mark.key.length),
                    Instant.parse(new String(mark.value, UTF_8)));
        }
    }

    // big-endian, so that bytes sort as times do
    private static byte[] key(long dueMs, byte[] imageId) {
        return ByteBuffer.allocate(Long.BYTES + imageId.length)
                .putLong(dueMs)
                .put(imageId)
                .array();
    }
}
