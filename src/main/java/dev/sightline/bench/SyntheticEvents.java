package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CaptionEdited;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The life of an image as events: a request, its caption and answer, an edit. Sizes are those of real ones. */
final class SyntheticEvents {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SOURCE = "/sightline/bench";
    private static final String QUESTION = "What is in the foreground of the picture?";

    private final SyntheticCaptions captions = new SyntheticCaptions(7);

    /** The image's events, in their order. */
    List<ProducerRecord<byte[], byte[]>> events(int number) {
        var imageId = "image-" + number;
        var at = START.plusSeconds(number);
        var image = new ImageReference("s3://bench/in/" + imageId + ".jpg", imageId + ".jpg", null, "image/jpeg");
        var submitted = new ImageSubmitted(
                imageId,
                image,
                List.of(TaskRequest.of(TaskType.CAPTION, null), TaskRequest.of(TaskType.ANSWER, QUESTION)),
                null,
                at,
                null);
        var request = event("request-" + number, ImageSubmitted.TYPE, imageId, at, submitted);
        var caption = text(request.requestId(), imageId, at, TaskType.CAPTION, null);
        var answer = text(request.requestId(), imageId, at, TaskType.ANSWER, QUESTION);
        var edit = new CaptionEdited(
                imageId,
                TaskType.CAPTION,
                "en",
                captions.sentence(),
                CaptionEdited.Action.EDIT,
                caption.eventId(),
                "editor",
                at.plusSeconds(60));
        return List.of(
                CloudEventRecords.write(Topics.REQUESTS, imageId, request),
                write(caption),
                write(answer),
                CloudEventRecords.write(
                        Topics.EDITS, imageId, event("edit-" + number, CaptionEdited.TYPE, imageId, at, edit)));
    }

    private TextGenerated text(String requestId, String imageId, Instant at, TaskType task, @Nullable String question) {
        var words = captions.sentence();
        var hash = Sha256.of((imageId + words).getBytes(UTF_8)).hex();
        return new TextGenerated(
                imageId,
                new TextGenerated.ImageName("s3://bench/in/" + imageId + ".jpg", imageId + ".jpg"),
                requestId,
                at,
                task.wireName(),
                task,
                question,
                words,
                "en",
                "stop",
                new TextGenerated.Model("sightline-bootstrap", hash),
                new TextGenerated.Prompt(task.wireName() + ".v1", hash),
                GenerationParameters.ofMaxNewTokens(32),
                hash,
                hash,
                new TextGenerated.Usage(16, 24, 12),
                Map.of("fetch", 1.2, "decode", 8.1, "encode", 13.5, "generate", 180.0),
                -0.71,
                null,
                null,
                null,
                false,
                null,
                at.plusSeconds(1));
    }

    private static ProducerRecord<byte[], byte[]> write(TextGenerated text) {
        var event = event(text.eventId(), text.type(), text.imageId(), text.generatedAt(), text);
        return CloudEventRecords.write(Topics.of(text), text.imageId(), event);
    }

    private static CloudEvent event(String id, String type, String imageId, Instant at, Object data) {
        return new CloudEvent(
                id, SOURCE, type, imageId, at, null, Map.of(), Json.mapper().valueToTree(data));
    }
}
