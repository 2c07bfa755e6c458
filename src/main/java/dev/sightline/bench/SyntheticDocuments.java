package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.DocumentUpdated;
import dev.sightline.event.DocumentUpdated.Asked;
import dev.sightline.event.DocumentUpdated.Origin;
import dev.sightline.event.DocumentUpdated.State;
import dev.sightline.event.DocumentUpdated.Version;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.Json;
import dev.sightline.event.NameBasedUuid;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskType;
import dev.sightline.event.TextGenerated;
import dev.sightline.event.Topics;
import dev.sightline.index.SearchQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of {@code sightline.documents} and {@code sightline.embeddings} as large as real ones, about images that are none. */
final class SyntheticDocuments {
    private static final TextGenerated.Model MODEL =
            new TextGenerated.Model("sightline-small", Sha256.of(new byte[] {1}).hex());
    private static final TextGenerated.Model TOWERS = new TextGenerated.Model(
            "sightline-towers", Sha256.of(new byte[] {2}).hex());
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SyntheticCaptions captions;
    private final Random random;

    SyntheticDocuments(long seed) {
        captions = new SyntheticCaptions(seed);
        random = new Random(~seed);
    }

    /** The document of an image with a caption, an alternative text, a description and an answer. */
    ProducerRecord<byte[], byte[]> document(int number) {
        var imageId = imageId(number);
        var at = START.plusSeconds(number);
        var document = new DocumentUpdated(
                imageId,
                new TextGenerated.ImageName("s3://photos/2026/" + imageId + ".jpg", "IMG_" + number + ".jpg"),
                Sha256.of(imageId.getBytes(UTF_8)).hex(),
                State.PROCESSED,
                null,
                at,
                List.of(asked(TaskType.CAPTION), asked(TaskType.ALT), asked(TaskType.DESCRIBE), asked(TaskType.ANSWER)),
                List.of(
                        text(TaskType.CAPTION, captions.sentence(), at),
                        text(TaskType.ALT, captions.sentence(), at),
                        text(TaskType.DESCRIBE, captions.sentences(3), at)),
                List.of(new DocumentUpdated.Answer("What is in it?", "en", captions.sentence(), version(at))),
                null,
                at);
        return record(Topics.DOCUMENTS, imageId, DocumentUpdated.TYPE, at, document);
    }

    /** Where that image lies. */
    ProducerRecord<byte[], byte[]> embedding(int number, int dimensions) {
        var imageId = imageId(number);
        var at = START.plusSeconds(number);
        var embedding = ImageEmbedded.of(imageId, Sha256.of(new byte[] {3}).hex(), TOWERS, direction(dimensions));
        return record(Topics.EMBEDDINGS, imageId, ImageEmbedded.TYPE, at, embedding);
    }

    /** A filter that about half of the first so many documents pass. */
    SearchQuery.Filter filter(int documents) {
        var from = START.plusSeconds(random.nextInt(documents));
        return new SearchQuery.Filter(
                TaskType.DESCRIBE.wireName(), MODEL.id(), State.PROCESSED.wireName(), "en", from, null);
    }

    /** Whose space the embeddings lie in. */
    static String towersRevision() {
        return TOWERS.revision();
    }

    /** The id of the image of that number. */
    static String imageId(int number) {
        return NameBasedUuid.of("synthetic", Integer.toString(number)).toString();
    }

    // around one of many centres, as pictures of like things are; uniform ones would all be equally far apart
    float[] direction(int dimensions) {
        var centre = new Random(random.nextInt(1_000));
        var numbers = new float[dimensions];
        var squares = 0.0;
        for (var i = 0; i < dimensions; i++) {
            numbers[i] = (float) (centre.nextGaussian() + 0.7 * random.nextGaussian());
            squares += numbers[i] * numbers[i];
        }
        for (var i = 0; i < dimensions; i++) {
            numbers[i] /= (float) Math.sqrt(squares);
        }
        return numbers;
    }

    private static Asked asked(TaskType task) {
        return new Asked(task.wireName(), task.wireName(), null, "en", State.PROCESSED, null);
    }

    private DocumentUpdated.Text text(TaskType task, String words, Instant at) {
        return new DocumentUpdated.Text(task, "en", words, version(at), List.of());
    }

    private Version version(Instant at) {
        var eventId = NameBasedUuid.of(Long.toString(random.nextLong())).toString();
        return new Version(eventId, Origin.GENERATED, at, MODEL, null, -0.4 * random.nextDouble(), null);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, String imageId, String type, Instant at, Object data) {
        var event = new CloudEvent(
                NameBasedUuid.of(imageId, type).toString(),
                "/sightline/bench",
                type,
                imageId,
                at,
                null,
                Map.of(),
                Json.mapper().valueToTree(data));
        return CloudEventRecords.write(topic, imageId, event);
    }
}
