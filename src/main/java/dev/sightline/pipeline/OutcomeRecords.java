package dev.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.DeadLetter;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.RecordSize;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into records, so that each task of a request is in exactly one of them: a result each, one waiting
 * record for all tasks that are tried again, and one dead letter for all that failed for the same reason.
 */
final class OutcomeRecords {
    private static final String PUBLISH = "publish";

    private final String source;
    private final Captioner captioner;
    private final RetryPolicy retries;
    private final Clock clock;

    /**
     * @param source    the {@code source} of our events
     * @param captioner knows which model does each task
     * @param retries   how often and when a request is tried again
     */
    OutcomeRecords(String source, Captioner captioner, RetryPolicy retries, Clock clock) {
        this.source = source;
        this.captioner = captioner;
        this.retries = retries;
        this.clock = clock;
    }

    /** What a request's outcomes become. */
    Outcome of(ConsumerRecord<byte[], byte[]> origin, Reading.Asked asked, List<TaskOutcome> outcomes) {
        var texts = new ArrayList<TextGenerated>();
        var failures = new ArrayList<TaskOutcome.Failed>();
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        for (var outcome : outcomes) {
            if (outcome instanceof TaskOutcome.Done done) {
                result(done.text(), asked.traceparent())
                        .ifPresentOrElse(
                                record -> {
                                    records.add(record);
                                    texts.add(done.text());
                                },
                                () -> failures.add(unpublishable(done)));
            } else if (outcome instanceof TaskOutcome.Failed failed) {
                failures.add(failed);
            }
        }
        embedding(outcomes, asked.traceparent()).ifPresent(records::add);
        records.addAll(ends(origin, asked, failures));
        return new Outcome(origin, asked, texts, records);
    }

    /** What becomes of a record whose failure concerns no task in particular. */
    Outcome of(ConsumerRecord<byte[], byte[]> origin, Lane lane, CaptionFailure failure, String stage) {
        var attempt = Attempt.of(origin.headers());
        var delay = failure.retryable() ? retries.after(attempt) : Optional.<Duration>empty();
        var record = delay.map(pause -> waiting(lane, attempt, pause, List.of()).in(pause, origin))
                .orElseGet(
                        () -> new DeadLetter(failure, stage, attempt.number(), List.of(), captioner.modelRevision(null))
                                .of(origin));
        return Outcome.of(origin, record);
    }

    /** What becomes of a deletion: nothing says any more where the image lies. */
    Outcome deleted(ConsumerRecord<byte[], byte[]> origin, String imageId) {
        return Outcome.of(origin, new ProducerRecord<>(Topics.EMBEDDINGS, imageId.getBytes(UTF_8), null));
    }

    /** What becomes of a record that the cluster refused for what it is. */
    Outcome refused(ConsumerRecord<byte[], byte[]> origin, Lane lane, Exception refusal) {
        var reading = RequestReader.read(origin, lane);
        var tasks = reading instanceof Reading.Asked asked ? asked.request().tasks() : List.<TaskRequest>of();
        var taskIds = tasks.stream().map(task -> String.valueOf(task.taskId())).toList();
        var model = captioner.modelRevision(tasks.isEmpty() ? null : tasks.get(0));
        var failure =
                FailureCode.PUBLISH_FAILED.because("the cluster refuses what became of it: " + refusal.getMessage());
        var letter =
                new DeadLetter(failure, PUBLISH, Attempt.of(origin.headers()).number(), taskIds, model);
        return Outcome.of(origin, letter.of(origin));
    }

    // what can succeed later waits, all of it in one record; the rest ends, in one dead letter a reason and model
    private List<ProducerRecord<byte[], byte[]>> ends(
            ConsumerRecord<byte[], byte[]> origin, Reading.Asked asked, List<TaskOutcome.Failed> failures) {
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
        var attempt = asked.attempt();
        var delay = retries.after(attempt);
        var later = failures.stream()
                .filter(failed -> failed.failure().retryable() && delay.isPresent())
                .toList();
        if (!later.isEmpty()) {
            var pause = delay.orElseThrow();
            records.add(waiting(asked.request().lane(), attempt, pause, taskIds(later))
                    .in(pause, origin));
        }
        var ended = failures.stream().filter(failed -> !later.contains(failed)).toList();
        byReason(asked, ended).forEach((reason, same) -> {
            var first = same.get(0);
            var letter =
                    new DeadLetter(first.failure(), first.stage(), attempt.number(), taskIds(same), reason.model());
            records.add(letter.of(origin));
        });
        return records;
    }

    private WaitingRequest waiting(Lane lane, Attempt attempt, Duration pause, List<String> taskIds) {
        return new WaitingRequest(lane, clock.instant().plus(pause), attempt.number() + 1, taskIds);
    }

    private Optional<ProducerRecord<byte[], byte[]>> result(TextGenerated text, @Nullable String traceparent) {
        try {
            return Optional.of(record(text, traceparent)).filter(record -> !RecordSize.exceedsItsTopic(record));
        } catch (IllegalArgumentException e) { // its characters are no text that JSON can carry
            return Optional.empty();
        }
    }

    private static TaskOutcome.Failed unpublishable(TaskOutcome.Done done) {
        var why = FailureCode.PUBLISH_FAILED.because("the result does not fit its topic");
        return new TaskOutcome.Failed(done.taskId(), why, PUBLISH);
    }

    private ProducerRecord<byte[], byte[]> record(TextGenerated text, @Nullable String traceparent) {
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

    // one a request: all its tasks are about one image
    private Optional<ProducerRecord<byte[], byte[]>> embedding(
            List<TaskOutcome> outcomes, @Nullable String traceparent) {
        return outcomes.stream()
                .flatMap(outcome ->
                        outcome instanceof TaskOutcome.Done done ? Stream.ofNullable(done.embedding()) : Stream.of())
                .findFirst()
                .map(embedding -> CloudEventRecords.write(
                        Topics.EMBEDDINGS,
                        embedding.imageId(),
                        new CloudEvent(
                                embedding.eventId(),
                                source,
                                ImageEmbedded.TYPE,
                                embedding.imageId(),
                                clock.instant(),
                                traceparent,
                                Map.of(),
                                Json.mapper().valueToTree(embedding))));
    }

    private record Reason(FailureCode code, Optional<String> model) {}

    private Map<Reason, List<TaskOutcome.Failed>> byReason(Reading.Asked asked, List<TaskOutcome.Failed> failures) {
        return failures.stream()
                .collect(groupingBy(
                        failed -> new Reason(failed.failure().code(), model(asked, failed)),
                        LinkedHashMap::new,
                        toList()));
    }

    private Optional<String> model(Reading.Asked asked, TaskOutcome.Failed failed) {
        var task = asked.request().tasks().stream()
                .filter(each -> failed.taskId().equals(each.taskId()))
                .findFirst();
        return captioner.modelRevision(task.orElse(null));
    }

    private static List<String> taskIds(List<TaskOutcome.Failed> failures) {
        return failures.stream().map(TaskOutcome.Failed::taskId).toList();
    }
}
