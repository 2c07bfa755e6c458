package dev.sightline.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.Schemas;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitterTest {
    private static final byte[] BYTES = "not even a picture".getBytes(UTF_8);
    private static final List<TaskRequest> TASKS = List.of(
            TaskRequest.of(TaskType.CAPTION, null),
            TaskRequest.of(TaskType.ANSWER, "Who?"),
            TaskRequest.of(TaskType.ANSWER, "Where?"));

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private ImageStore store;
    private Submitter submitter;

    @BeforeEach
    void openStore() throws IOException {
        store = ImageStore.open(StorageSettings.below(folder));
        submitter = new Submitter(store, producer, "/sightline/test");
    }

    @Test
    void aFileIsInTheStoreBeforeItsRequestIsSent() throws IOException {
        var submission = submitter.file("cat.jpg", file(), TASKS, Lane.LIVE).confirmed();

        var sha256 = Sha256.of(BYTES);
        var request = Json.mapper().readValue(producer.history().get(0).value(), ImageSubmitted.class);
        assertThat(request.image().uri()).isEqualTo(ImageStore.uri(sha256));
        assertThat(request.image().name()).isEqualTo("cat.jpg");
        assertThat(store.get(sha256))
                .hasValueSatisfying(found -> assertThat(found.toArray()).isEqualTo(BYTES));
        assertThat(submission.imageId()).isEqualTo(ImageId.ofContent(sha256));
    }

    @Test
    void aRequestIsAnEventOfTheContract() throws IOException {
        var submission = submitter.file("cat.jpg", file(), TASKS, Lane.BULK).confirmed();

        var record = producer.history().get(0);
        var event = CloudEventRecords.read(record.headers(), record.value());
        assertThat(record.topic()).isEqualTo("sightline.requests.bulk");
        assertThat(record.key()).isEqualTo(submission.imageId().getBytes(UTF_8));
        assertThat(event.type()).isEqualTo("dev.sightline.image.submitted.v1");
        assertThat(event.subject()).isEqualTo(submission.imageId());
        assertThat(event.requestId()).isEqualTo(submission.requestId());
        assertThat(event.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(Schemas.violations(event.type(), event.data())).isEmpty();
    }

    @Test
    void tasksOfOneTypeHaveTheirOwnNames() throws IOException {
        var submission = submitter.file("cat.jpg", file(), TASKS, Lane.LIVE).confirmed();

        assertThat(submission.tasks()).extracting(TaskRequest::taskId).containsExactly("caption", "answer", "answer-2");
    }

    @Test
    void anAddressIsLeftToTheWorker() throws IOException {
        var uri = "https://example.org/cat.jpg?X-Amz-Signature=1";

        var submission = submitter.address(uri, TASKS, Lane.LIVE).confirmed();

        var request = Json.mapper().readValue(producer.history().get(0).value(), ImageSubmitted.class);
        assertThat(request.image().uri()).isEqualTo(uri);
        assertThat(submission.imageId()).isEqualTo(ImageId.ofUri("https://example.org/cat.jpg"));
    }

    @Test
    void submittingAgainIsAnotherRequestForTheSameImage() throws IOException {
        var first = submitter.file("cat.jpg", file(), TASKS, Lane.LIVE).confirmed();
        var second = submitter.file("copy.jpg", file(), TASKS, Lane.LIVE).confirmed();

        assertThat(second.imageId()).isEqualTo(first.imageId());
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
    }

    @Test
    void aRequestThatTheClusterDoesNotTakeIsAnError() throws IOException {
        var failing =
                new MockProducer<byte[], byte[]>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

        var sent = new Submitter(store, failing, "/sightline/test").file("cat.jpg", file(), TASKS, Lane.LIVE);
        failing.errorNext(new TimeoutException("no cluster"));

        assertThatThrownBy(sent::confirmed)
                .isInstanceOf(UnsentException.class)
                .hasMessageContaining("cat.jpg: no cluster");
    }

    private Path file() throws IOException {
        return Files.write(folder.resolve("cat.jpg"), BYTES);
    }
}
