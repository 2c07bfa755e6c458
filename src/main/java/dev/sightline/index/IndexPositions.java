package dev.sightline.index;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition has been read. They are committed with the documents, in one Lucene commit: what a crash takes
 * of the documents it takes of the positions too, and what is read again then overwrites what it equals.
 *
 * @param source  names the topics themselves, not just their names: positions mean nothing in topics made anew
 * @param offsets the next record to read of each partition
 * @param readAt  when that was so
 */
public record IndexPositions(String source, Map<TopicPartition, Long> offsets, Instant readAt) {
    // tombstones stay on a compacted topic for so long (delete.retention.ms); who was away longer may have missed one
    private static final Duration TOMBSTONES_LAST = Duration.ofDays(1);
    // raised when the documents' fields change: an index of another layout is rebuilt
    private static final String LAYOUT = "2";
    private static final String LAYOUT_KEY = "sightline.layout";
    private static final String SOURCE_KEY = "sightline.source";
    private static final String READ_AT_KEY = "sightline.readAt";
    private static final String OFFSET_PREFIX = "sightline.offset/";

    /** Nothing read of an unknown source. */
    public static final IndexPositions NONE = new IndexPositions("", Map.of(), Instant.EPOCH);

    public IndexPositions {
        offsets = Map.copyOf(offsets);
    }

    /** Whether reading can go on here: the same topics, and nothing forgotten by them meanwhile. */
    public boolean continuesIn(String otherSource, Instant now) {
        return source.equals(otherSource) && readAt.plus(TOMBSTONES_LAST).isAfter(now);
    }

    /** As a Lucene commit's user data. */
    Map<String, String> toCommitData() {
        var data = new HashMap<String, String>();
        data.put(LAYOUT_KEY, LAYOUT);
        data.put(SOURCE_KEY, source);
        data.put(READ_AT_KEY, readAt.toString());
        offsets.forEach((partition, offset) ->
                data.put(OFFSET_PREFIX + partition.topic() + "/" + partition.partition(), Long.toString(offset)));
        return data;
    }

    /** From a commit's user data; none where another layout wrote it. */
    static IndexPositions of(Map<String, String> commitData) {
        if (!LAYOUT.equals(commitData.get(LAYOUT_KEY))) {
            return NONE;
        }
        var offsets = commitData.entrySet().stream()
                .filter(item -> item.getKey().startsWith(OFFSET_PREFIX))
                .collect(toUnmodifiableMap(
                        item -> partition(item.getKey().substring(OFFSET_PREFIX.length())),
                        item -> Long.valueOf(item.getValue())));
        return new IndexPositions(commitData.get(SOURCE_KEY), offsets, Instant.parse(commitData.get(READ_AT_KEY)));
    }

    private static TopicPartition partition(String text) {
        var slash = text.lastIndexOf('/');
        return new TopicPartition(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }
}
