package dev.sightline.event;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Whether a record fits its topic; asked before it is sent, because a transaction does not survive a record that is refused. */
public final class RecordSize {
    private static final int BATCH_OVERHEAD = 61; // KIP-98, record batch header
    private static final int RECORD_OVERHEAD = 32;
    private static final int FIELD_OVERHEAD = 5; // a varint length

    private RecordSize() {}

    /** Whether the cluster would refuse it for its size. */
    public static boolean exceedsItsTopic(ProducerRecord<byte[], byte[]> record) {
        return bytes(record) > limit(record.topic());
    }

    private static int limit(String topic) {
        return topic.equals(Topics.DEAD_LETTERS) || topic.startsWith(Topics.RETRY_PREFIX)
                ? Topics.MAX_FAILED_MESSAGE_BYTES
                : Topics.MAX_MESSAGE_BYTES;
    }

    private static long bytes(ProducerRecord<byte[], byte[]> record) {
        long bytes = BATCH_OVERHEAD + RECORD_OVERHEAD;
        bytes += record.key() == null ? 0 : record.key().length;
        bytes += record.value() == null ? 0 : record.value().length;
        for (Header header : record.headers()) {
            bytes += 2L * FIELD_OVERHEAD + 3L * header.key().length();
            bytes += header.value() == null ? 0 : header.value().length;
        }
        return bytes;
    }
}
