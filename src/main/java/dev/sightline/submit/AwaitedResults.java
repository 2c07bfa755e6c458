package dev.sightline.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.Json;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.CaptionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The results of submissions as they come off the output topics. It stands at the topics' ends before anything is
 * submitted, and reads only what is committed; each (request, task) is handed out once.
 */
public final class AwaitedResults implements AutoCloseable {
    private static final List<String> OUTPUTS = List.of(Topics.CAPTIONS, Topics.ANSWERS, Topics.DEAD_LETTERS);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Awaited> awaited = new HashMap<>();

    /** What is still to come of one submission. */
    private record Awaited(Submission submission, Map<String, TaskRequest> tasks) {}

    /**
     * @param consumer read_committed, without a group; closed with this
     */
    public AwaitedResults(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        var partitions = OUTPUTS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // seeking is lazy: only the positions fix the ends as they are now
        partitions.forEach(consumer::position);
    }

    /** From now on the results of this submission are awaited. Await before the next poll. */
    public void await(Submission submission) {
        var tasks = new LinkedHashMap<String, TaskRequest>();
        submission.tasks().forEach(task -> tasks.put(task.taskId(), task));
        awaited.put(submission.requestId(), new Awaited(submission, tasks));
    }

    /** Whether nothing is awaited any more. */
    public boolean complete() {
        return awaited.isEmpty();
    }

    /** Whether the cluster that has the results answers within the time. */
    public boolean clusterAnswers(Duration patience) {
        try {
            consumer.endOffsets(consumer.assignment(), patience); // asks it, whatever is known already
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** What has come meanwhile, or comes within the time. */
    public List<SubmissionResult> poll(Duration patience) {
        var results = new ArrayList<SubmissionResult>();
        for (var record : consumer.poll(patience)) {
            if (record.topic().equals(Topics.DEAD_LETTERS)) {
                addFailures(record, results);
            } else {
                addText(record, results);
            }
        }
        return results;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void addText(ConsumerRecord<byte[], byte[]> record, List<SubmissionResult> results) {
        var text = text(record);
        var submitted = text == null ? null : awaited.get(text.requestId());
        var task = submitted == null ? null : submitted.tasks().remove(text.taskId());
        if (task != null) {
            results.add(new SubmissionResult.Text(submitted.submission(), task, text));
            forgetIfDone(submitted);
        }
    }

    private void addFailures(ConsumerRecord<byte[], byte[]> record, List<SubmissionResult> results) {
        DeadLetterHeaders.of(record.headers()).ifPresent(letter -> {
            var submitted = awaited.get(letter.requestId());
            if (submitted == null) {
                return;
            }
            for (var task : List.copyOf(submitted.tasks().values())) {
                if (letter.names(task.taskId())) {
                    submitted.tasks().remove(task.taskId());
                    results.add(new SubmissionResult.Failure(submitted.submission(), task, letter.failure()));
                }
            }
            forgetIfDone(submitted);
        });
    }

    // others may write to these topics too: what cannot be read is no answer to us
    private static @Nullable TextGenerated text(ConsumerRecord<byte[], byte[]> record) {
        try {
            var event = CloudEventRecords.read(record.headers(), record.value());
            return Json.mapper().treeToValue(event.data(), TextGenerated.class);
        } catch (CaptionException | JsonProcessingException e) {
            return null;
        }
    }

    private void forgetIfDone(Awaited submitted) {
        if (submitted.tasks().isEmpty()) {
            awaited.remove(submitted.submission().requestId());
        }
    }
}
