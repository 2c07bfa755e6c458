package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeRecordsTest {
    private final OutcomeRecords records =
            new OutcomeRecords("/test", new TwoModels(), new RetryPolicy(List.of()), Clock.systemUTC());
    private final ConsumerRecord<byte[], byte[]> origin = request();
    private final Reading.Asked asked = (Reading.Asked) RequestReader.read(origin, Lane.LIVE);

    @Test
    void endsTheTasksOfEachModelInADeadLetterThatNamesItsRevision() {
        // when
        var outcome = records.of(origin, asked, failed(asked.request(), FailureCode.GENERATION_REJECTED));

        // then
        assertThat(outcome.toSend())
                .extracting(letter -> FailureHeaders.text(letter.headers(), FailureHeaders.TASK_IDS) + " by "
                        + FailureHeaders.text(letter.headers(), FailureHeaders.MODEL_REVISION))
                .containsExactly("caption,describe by first", "alt by second");
    }

    @Test
    void namesTheDefaultModelWhereNoTaskCouldBeRead() {
        var outcome = records.of(origin, Lane.LIVE, FailureCode.EVENT_MALFORMED.because("no JSON"), "request");

        assertThat(outcome.toSend()).singleElement().satisfies(letter -> assertThat(
                        FailureHeaders.text(letter.headers(), FailureHeaders.MODEL_REVISION))
                .isEqualTo("first"));
    }

    private static List<TaskOutcome> failed(CaptionRequest request, FailureCode code) {
        return request.tasks().stream()
                .<TaskOutcome>map(
                        task -> new TaskOutcome.Failed(String.valueOf(task.taskId()), code.because("test"), "generate"))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> request() {
        return KafkaRig.received(KafkaRig.request(
                Topics.REQUESTS, "cat", "fake:cat", TaskType.CAPTION, TaskType.ALT, TaskType.DESCRIBE));
    }

    /** Alt texts come from a model of their own. */
    private static final class TwoModels implements Captioner {
        @Override
        public CompletableFuture<List<TaskOutcome>> caption(CaptionRequest request) {
            throw new UnsupportedOperationException("nothing is captioned here");
        }

        @Override
        public Optional<String> modelRevision(@Nullable TaskRequest task) {
            return Optional.of(task != null && task.type().equals("alt") ? "second" : "first");
        }
    }
}
