package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that a failure leaves on a record: SmallRye's names for dead letters, and ours. */
final class FailureHeaders {
    static final String CODE = "sightline-failure-code";
    static final String STAGE = "sightline-stage";
    static final String ATTEMPT = "sightline-attempt";
    static final String RETRYABLE = "sightline-retryable";
    static final String TASK_IDS = "sightline-task-ids";
    static final String MODEL_REVISION = "sightline-model-revision";
    static final String LANE = "sightline-lane";
    static final String DUE = "sightline-due";

    static final String REASON = "dead-letter-reason";
    static final String CAUSE = "dead-letter-cause";
    static final String EXCEPTION_CLASS = "dead-letter-exception-class-name";
    static final String CAUSE_CLASS = "dead-letter-cause-class-name";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";

    private static final int MAX_BYTES = 4 * 1024;
    private static final Set<String> ALL = Set.of(
            CODE,
            STAGE,
            ATTEMPT,
            RETRYABLE,
            TASK_IDS,
            MODEL_REVISION,
            LANE,
            DUE,
            REASON,
            CAUSE,
            EXCEPTION_CLASS,
            CAUSE_CLASS,
            TOPIC,
            PARTITION,
            OFFSET);

    private FailureHeaders() {}

    /** The sender's headers in their order, without those an earlier failure left. */
    static Headers original(Headers headers) {
        var kept = new RecordHeaders();
        for (Header header : headers) {
            if (!ALL.contains(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    /** Adds the text, cut to 4 KiB between characters. */
    static void put(Headers headers, String key, String text) {
        var bytes = text.getBytes(UTF_8);
        if (bytes.length > MAX_BYTES) {
            var end = MAX_BYTES;
            while ((bytes[end] & 0xC0) == 0x80) { // the middle of a character
                end--;
            }
            bytes = Arrays.copyOf(bytes, end);
        }
        headers.add(key, bytes);
    }

    /** The last header of that name as text, or null. */
    static @Nullable String text(Headers headers, String key) {
        var header = headers.lastHeader(key);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
