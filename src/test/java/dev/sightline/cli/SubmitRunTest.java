package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import dev.sightline.submit.AwaitedResults;
import dev.sightline.submit.Submitter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitRunTest {
    private static final List<TaskRequest> TASKS = List.of(TaskRequest.of(TaskType.CAPTION, null));

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                    return refused
                            ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                            : super.send(record);
                }
            };
    private boolean refused;
    private final List<Printed> lines = new ArrayList<>();

    @Test
    void everyImageHasItsLineInTheOrderGiven() throws IOException {
        var images = IntStream.range(0, 600)
                .mapToObj(i -> "https://example.org/" + i)
                .toList();

        var failed = run(images);

        assertThat(failed).isZero();
        assertThat(lines).extracting(line -> ((SubmittedLine) line).image()).containsExactlyElementsOf(images);
        assertThat(producer.history()).hasSize(600);
    }

    @Test
    void aFileThatIsNotThereFailsAndTheOthersAreSent() throws IOException {
        var there = Files.write(folder.resolve("there.jpg"), new byte[] {1}).toString();

        var failed = run(List.of(folder.resolve("none.jpg").toString(), there));

        assertThat(failed).isEqualTo(1);
        assertThat(lines).extracting(Printed::asText).anySatisfy(text -> assertThat(text)
                .contains("image_not_found"));
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aFileThatIsTooLargeFailsUnreadAndTheOthersAreSent() throws IOException {
        var there = Files.write(folder.resolve("there.jpg"), new byte[] {1}).toString();
        var large = folder.resolve("large.jpg");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 40); // nothing of it is on the disk
        }

        var failed = run(List.of(there, large.toString(), there));

        assertThat(failed).isEqualTo(1);
        assertThat(lines.get(0).asText()).contains("image_too_large", "large.jpg");
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void aRequestThatTheClusterRefusesFailsAlone() throws IOException {
        refused = true;

        var failed = run(List.of("data:,"));

        assertThat(failed).isEqualTo(1);
        assertThat(lines).extracting(Printed::asText).singleElement().asString().contains("publish_failed");
    }

    private static ResultWatch unwatched(AwaitedResults results) {
        throw new AssertionError("nothing is awaited");
    }

    private int run(List<String> images) throws IOException {
        try (var store = ImageStore.open(StorageSettings.below(folder))) {
            return new SubmitRun(
                            new Submitter(store, producer, "/test"),
                            TASKS,
                            Lane.LIVE,
                            Optional.empty(),
                            SubmitRunTest::unwatched)
                    .run(images, lines::add);
        }
    }
}
