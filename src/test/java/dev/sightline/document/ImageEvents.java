package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CaptionEdited;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.FailureHeaders;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageDeleted;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Events about one image, as they stand on the topics. Times are seconds after a fixed start. */
public final class ImageEvents {
    public static final Instant START = Instant.parse("2026-11-24T07:00:00Z");
    private static final String SHA256 = Sha256.of("pixels".getBytes(UTF_8)).hex();

    private final String imageId;

    public ImageEvents(String imageId) {
        this.imageId = imageId;
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    static ImageSubmitted.@Nullable Replay replay(long second) {
        return second == 0 ? null : new ImageSubmitted.Replay("replay-" + second, at(second), false);
    }

    public ProducerRecord<byte[], byte[]> submitted(String id, long second, TaskRequest... tasks) {
        return submitted(id, second, null, tasks);
    }

    public ProducerRecord<byte[], byte[]> submitted(
            String id, long second, ImageSubmitted.@Nullable Replay replay, TaskRequest... tasks) {
        var image = new ImageReference("https://photos.example/" + imageId + ".jpg?token=secret", null, null, null);
        var submitted = new ImageSubmitted(imageId, image, List.of(tasks), null, at(second), replay);
        return write(Topics.REQUESTS, id, ImageSubmitted.TYPE, submitted);
    }

    public ProducerRecord<byte[], byte[]> failed(
            ProducerRecord<byte[], byte[]> request, FailureCode code, String... taskIds) {
        var headers = FailureHeaders.ofDeadLetter(
                request.headers(), code.because("for the test"), "fetch", 1, List.of(taskIds), request.topic(), 0, 7);
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, request.key(), request.value(), headers);
    }

    public ProducerRecord<byte[], byte[]> captioned(String request, long second, String text) {
        return generated(request, second, null, TaskType.CAPTION, "en", null, text, second + 1);
    }

    public ProducerRecord<byte[], byte[]> answered(String request, long second, String question, String text) {
        return generated(request, second, null, TaskType.ANSWER, "en", question, text, second + 1);
    }

    public ProducerRecord<byte[], byte[]> generated(
            String request,
            long second,
            ImageSubmitted.@Nullable Replay replay,
            TaskType task,
            String language,
            @Nullable String question,
            String text,
            long generatedAt) {
        var words = question == null ? "Describe this photo." : question;
        var requestId = requestId(request);
        var generated = new TextGenerated(
                imageId,
                new TextGenerated.ImageName("https://photos.example/" + imageId + ".jpg", null),
                requestId,
                at(second),
                task.wireName(),
                task,
                question,
                text,
                language,
                "stop",
                new TextGenerated.Model(
                        "sightline-1", Sha256.of("r1".getBytes(UTF_8)).hex()),
                new TextGenerated.Prompt("p1", Sha256.of(words.getBytes(UTF_8)).hex()),
                GenerationParameters.DEFAULTS,
                Sha256.of((words + text).getBytes(UTF_8)).hex(),
                SHA256,
                new TextGenerated.Usage(30, 36, 9),
                Map.of(),
                -0.5,
                null,
                null,
                null,
                false,
                replay,
                at(generatedAt));
        return write(Topics.of(generated), generated.eventId(), generated.type(), generated);
    }

    public ProducerRecord<byte[], byte[]> edited(
            String id, long second, CaptionEdited.Action action, @Nullable String text) {
        return edited(id, second, TaskType.CAPTION, "en", action, text);
    }

    public ProducerRecord<byte[], byte[]> edited(
            String id,
            long second,
            TaskType task,
            String language,
            CaptionEdited.Action action,
            @Nullable String text) {
        var edit = new CaptionEdited(imageId, task, language, text, action, null, "ada", at(second));
        return write(Topics.EDITS, id, CaptionEdited.TYPE, edit);
    }

    public ProducerRecord<byte[], byte[]> deleted(String id, long second) {
        return write(Topics.REQUESTS, id, ImageDeleted.TYPE, new ImageDeleted(imageId, "asked", at(second)));
    }

    /** What the record says, which must be understood. */
    static ImageHistory history(ProducerRecord<byte[], byte[]> record) {
        var arrival = ArrivalReader.read(record.topic(), record.headers(), record.value(), START);
        return ((Arrival.Understood) arrival).history();
    }

    static String requestId(String eventId) {
        return new CloudEvent(
                        eventId,
                        "/test",
                        "t",
                        null,
                        null,
                        null,
                        Map.of(),
                        Json.mapper().nullNode())
                .requestId();
    }

    private ProducerRecord<byte[], byte[]> write(String topic, String id, String type, Object data) {
        var event = new CloudEvent(
                id, "/test", type, imageId, START, null, Map.of(), Json.mapper().valueToTree(data));
        return CloudEventRecords.write(topic, imageId, event);
    }
}
