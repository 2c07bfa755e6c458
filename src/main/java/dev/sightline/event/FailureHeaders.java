package dev.sightline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that a failure leaves on a record: SmallRye's names for dead letters, and ours. */
public final class FailureHeaders {
    public static final String CODE = "sightline-failure-code";
    public static final String STAGE = "sightline-stage";
    public static final String ATTEMPT = "sightline-attempt";
    public static final String RETRYABLE = "sightline-retryable";
    public static final String TASK_IDS = "sightline-task-ids";
    public static final String MODEL_REVISION = "sightline-model-revision";
    public static final String LANE = "sightline-lane";
    public static final String DUE = "sightline-due";
    public static final String VALUE_SHA256 = "sightline-value-sha256";

    public static final String REASON = "dead-letter-reason";
    public static final String CAUSE = "dead-letter-cause";
    public static final String EXCEPTION_CLASS = "dead-letter-exception-class-name";
    public static final String CAUSE_CLASS = "dead-letter-cause-class-name";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

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
            VALUE_SHA256,
            REASON,
            CAUSE,
            EXCEPTION_CLASS,
            CAUSE_CLASS,
            TOPIC,
            PARTITION,
            OFFSET);

    private FailureHeaders() {}

    /** The sender's headers in their order, without those an earlier failure left. */
    public static Headers original(Headers headers) {
        var kept = new RecordHeaders();
        for (Header header : headers) {
            if (!ALL.contains(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    /** Only those a failure left. */
    public static Headers ofFailure(Headers headers) {
        var left = new RecordHeaders();
        for (Header header : headers) {
            if (ALL.contains(header.key())) {
                left.add(header);
            }
        }
        return left;
    }

    /**
     * The headers of a dead letter.
     *
     * @param original  those of the record that ends here
     * @param failure   why
     * @param stage     the step that failed
     * @param attempt   how often it was tried
     * @param taskIds   the tasks that end here; empty where the record names none
     * @param topic     where the record stood, and at which partition and offset
     */
    public static Headers ofDeadLetter(
            Headers original,
            CaptionFailure failure,
            String stage,
            int attempt,
            List<String> taskIds,
            String topic,
            int partition,
            long offset) {
        var headers = original(original);
        put(headers, REASON, failure.message());
        put(headers, CAUSE, failure.code().code());
        put(headers, EXCEPTION_CLASS, CaptionException.class.getName());
        put(headers, CAUSE_CLASS, CaptionFailure.class.getName());
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, CODE, failure.code().code());
        put(headers, STAGE, stage);
        put(headers, ATTEMPT, Integer.toString(attempt));
        put(headers, RETRYABLE, Boolean.toString(failure.retryable()));
        if (!taskIds.isEmpty()) {
            put(headers, TASK_IDS, TaskIds.join(taskIds));
        }
        return headers;
    }

    /** Adds the text, cut to 4 KiB between characters. */
    public static void put(Headers headers, String key, String text) {
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
    public static @Nullable String text(Headers headers, String key) {
        var header = headers.lastHeader(key);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
