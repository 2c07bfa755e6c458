package dev.sightline.pipeline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.Json;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into records, so that each task of a request is in exactly one of them: a result each, and one dead
 * letter for all tasks that failed for the same reason.
 */
final class OutcomeRecords {
    private final String source;

    OutcomeRecords(String source) {
        this.source = source;
    }

    /** What a request's outcomes become. */
    Outcome of(ConsumerRecord<byte[], byte[]> origin, Reading.Asked asked, List<TaskOutcome> outcomes) {
        var texts = new ArrayList<TextGenerated>();
        var failures = new ArrayList<TaskOutcome.Failed>();
        for (var outcome : outcomes) {
            if (outcome instanceof TaskOutcome.Done done) {
                texts.add(done.text());
            } else if (outcome instanceof TaskOutcome.Failed failed) {
                failures.add(failed);
            }
        }
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        texts.forEach(text -> records.add(result(text, asked.traceparent())));
        byCode(failures)
                .values()
                .forEach(same -> records.add(deadLetter(asked.attempt(), same).of(origin)));
        return new Outcome(origin, texts, records);
    }

    /** What becomes of a record that nobody can work on. */
    Outcome of(ConsumerRecord<byte[], byte[]> origin, CaptionFailure failure) {
        var letter =
                new DeadLetter(failure, "request", Attempt.of(origin.headers()).number(), List.of());
        return new Outcome(origin, List.of(), List.of(letter.of(origin)));
    }

    private ProducerRecord<byte[], byte[]> result(TextGenerated text, @Nullable String traceparent) {
        var event = new CloudEvent(
                text.eventId(),
                source,
                text.type(),
                text.imageId(),
                text.generatedAt(),
                traceparent,
                Map.of(),
                Json.mapper().valueToTree(text));
        return CloudEventRecords.write(Topics.of(text), text.imageId(), event);
    }

    private static Map<Object, List<TaskOutcome.Failed>> byCode(List<TaskOutcome.Failed> failures) {
        return failures.stream().collect(groupingBy(failed -> failed.failure().code(), LinkedHashMap::new, toList()));
    }

    private static DeadLetter deadLetter(Attempt attempt, List<TaskOutcome.Failed> same) {
        var first = same.get(0);
        var taskIds = same.stream().map(TaskOutcome.Failed::taskId).toList();
        return new DeadLetter(first.failure(), first.stage(), attempt.number(), taskIds);
    }
}
