package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskIds;
import dev.sightline.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A request that waits in a retry topic for its next attempt: the original record and, in headers, where it goes back
 * to, when, as which attempt, and for which tasks.
 *
 * @param lane    where it came from
 * @param due     when it goes back
 * @param attempt which attempt it will be
 * @param taskIds the tasks that are still unfinished; empty where the record names none
 */
record WaitingRequest(Lane lane, Instant due, int attempt, List<String> taskIds) {
    WaitingRequest {
        taskIds = List.copyOf(taskIds);
    }

    /** The record to wait in the topic of this delay. */
    ProducerRecord<byte[], byte[]> in(Duration delay, ConsumerRecord<byte[], byte[]> original) {
        var headers = FailureHeaders.original(original.headers());
        add(headers, FailureHeaders.LANE, lane.name().toLowerCase(Locale.ROOT));
        add(headers, FailureHeaders.DUE, Long.toString(due.toEpochMilli()));
        add(headers, FailureHeaders.ATTEMPT, Integer.toString(attempt));
        if (!taskIds.isEmpty()) {
            add(headers, FailureHeaders.TASK_IDS, TaskIds.join(taskIds)); // whole: work depends on it
        }
        return new ProducerRecord<>(Topics.retry(delay), null, original.key(), original.value(), headers);
    }

    /** When the record is due; one whose header a stranger wrote is due at once. */
    static Instant due(ConsumerRecord<byte[], byte[]> waiting) {
        var due = FailureHeaders.text(waiting.headers(), FailureHeaders.DUE);
        try {
            return due == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(due));
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    /** The record back on its lane, with its attempt and unfinished tasks. */
    static ProducerRecord<byte[], byte[]> back(ConsumerRecord<byte[], byte[]> waiting) {
        var lane = FailureHeaders.text(waiting.headers(), FailureHeaders.LANE);
        var headers = FailureHeaders.original(waiting.headers());
        for (var name : List.of(FailureHeaders.ATTEMPT, FailureHeaders.TASK_IDS)) {
            var header = waiting.headers().lastHeader(name);
            if (header != null) {
                headers.add(header);
            }
        }
        var topic = "bulk".equals(lane) ? Lane.BULK.topic() : Lane.LIVE.topic();
        Long timestamp =
                waiting.timestamp() < 0 ? null : Long.valueOf(waiting.timestamp()); // a stranger's may have none
        return new ProducerRecord<>(topic, null, timestamp, waiting.key(), waiting.value(), headers);
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(UTF_8));
    }
}
