package dev.sightline.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.Json;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwaitedResultsTest {
    private static final String HASH = Sha256.of(new byte[0]).hex();
    private static final CloudEvent REQUEST = new CloudEvent(
            "1",
            "/test",
            "dev.sightline.image.submitted.v1",
            "cat",
            Instant.EPOCH,
            null,
            Map.of(),
            JsonNodeFactory.instance.objectNode());
    private static final Submission CAT = new Submission(
            "cat.jpg",
            "cat",
            REQUEST.requestId(),
            List.of(
                    TaskRequest.of(TaskType.CAPTION, null).withTaskId("caption"),
                    TaskRequest.of(TaskType.ANSWER, "Who?").withTaskId("answer, really")));

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final Map<String, Long> offsets = new HashMap<>();
    private AwaitedResults results;

    @BeforeEach
    void standAtTheEnds() {
        for (var topic : List.of(Topics.CAPTIONS, Topics.ANSWERS, Topics.DEAD_LETTERS)) {
            consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), null, null)));
            consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
        }
        results = new AwaitedResults(consumer);
        results.await(CAT);
    }

    @Test
    void aTextIsMatchedToItsTask() {
        add(text(REQUEST.requestId(), "caption", TaskType.CAPTION));

        assertThat(results.poll(Duration.ZERO)).singleElement().satisfies(result -> {
            assertThat(result.task().taskId()).isEqualTo("caption");
            assertThat(((SubmissionResult.Text) result).text().text()).isEqualTo("A cat.");
        });
        assertThat(results.complete()).isFalse();
    }

    @Test
    void aDeadLetterEndsTheTasksItNamesAndNoOther() {
        add(deadLetter(List.of("answer, really")));

        assertThat(results.poll(Duration.ZERO)).singleElement().satisfies(result -> {
            assertThat(result.task().taskId()).isEqualTo("answer, really");
            assertThat(((SubmissionResult.Failure) result).failure())
                    .isEqualTo(FailureCode.IMAGE_EMPTY.because("cat.jpg has no bytes"));
        });
        assertThat(results.complete()).isFalse();
    }

    @Test
    void aDeadLetterThatNamesNoTaskEndsThemAll() {
        add(deadLetter(List.of()));

        assertThat(results.poll(Duration.ZERO)).hasSize(2);
        assertThat(results.complete()).isTrue();
    }

    @Test
    void aResultThatComesTwiceIsHandedOutOnce() {
        add(text(REQUEST.requestId(), "caption", TaskType.CAPTION));
        add(text(REQUEST.requestId(), "caption", TaskType.CAPTION));

        assertThat(results.poll(Duration.ZERO)).hasSize(1);
    }

    @Test
    void whatOthersSentIsPassedOver() {
        add(text("another request", "caption", TaskType.CAPTION));
        add(new ProducerRecord<>(Topics.CAPTIONS, null, "no event".getBytes(UTF_8)));
        add(new ProducerRecord<>(Topics.DEAD_LETTERS, null, null));

        assertThat(results.poll(Duration.ZERO)).isEmpty();
    }

    private void add(ProducerRecord<byte[], byte[]> sent) {
        consumer.addRecord(new ConsumerRecord<>(
                sent.topic(),
                0,
                offsets.merge(sent.topic(), 1L, Long::sum) - 1,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty()));
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(List<String> taskIds) {
        var headers = CloudEventRecords.write(Topics.REQUESTS, "cat", REQUEST).headers();
        var failure = FailureCode.IMAGE_EMPTY.because("cat.jpg has no bytes");
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS,
                null,
                REQUEST.subject().getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                FailureHeaders.ofDeadLetter(headers, failure, "decode", 1, taskIds, Topics.REQUESTS, 0, 0));
    }

    private static ProducerRecord<byte[], byte[]> text(String requestId, String taskId, TaskType task) {
        var text = new TextGenerated(
                "cat",
                new TextGenerated.ImageName("sightline:" + HASH, "cat.jpg"),
                requestId,
                Instant.EPOCH,
                taskId,
                task,
                null,
                "A cat.",
                "en",
                "stop",
                new TextGenerated.Model("tiny", HASH),
                new TextGenerated.Prompt("caption.v1", HASH),
                GenerationParameters.DEFAULTS,
                HASH,
                HASH,
                new TextGenerated.Usage(16, 30, 4),
                Map.of(),
                -0.4,
                null,
                null,
                null,
                false,
                null,
                Instant.EPOCH);
        var event = new CloudEvent(
                text.eventId(),
                "/test",
                text.type(),
                "cat",
                Instant.EPOCH,
                null,
                Map.of(),
                Json.mapper().valueToTree(text));
        return CloudEventRecords.write(Topics.of(text), "cat", event);
    }
}
