package dev.sightline.submit;

import static java.util.Objects.requireNonNull;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.ImageId;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageClaim;
import dev.sightline.storage.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for texts about images. A file's bytes are in the store before its request is on the lane, so that no worker
 * looks for what is not there yet; an address is left to the worker to fetch.
 */
public final class Submitter {
    private final @Nullable ImageStore store;
    private final Producer<byte[], byte[]> producer;
    private final String source;

    /**
     * @param store    where the workers find what is submitted; null where only addresses are
     * @param producer sends the requests; closed by its owner
     * @param source   the events' {@code source}
     */
    public Submitter(@Nullable ImageStore store, Producer<byte[], byte[]> producer, String source) {
        this.store = store;
        this.producer = producer;
        this.source = source;
    }

    /**
     * Stores a file and sends a request for it.
     *
     * @param image what its sender calls it
     * @throws IOException if the file cannot be read, or the store cannot take it
     */
    public Sent file(String image, Path file, List<TaskRequest> tasks, Lane lane) throws IOException {
        requireNonNull(store, "files need a store");
        store.checkSize(Files.size(file)); // it may not even fit into memory
        var bytes = ImageBytes.owning(Files.readAllBytes(file));
        var imageId = ImageId.ofContent(bytes.sha256());
        var now = now();
        var uri = store.put(new ImageClaim(imageId, now), bytes);
        var name = file.getFileName().toString();
        return send(image, imageId, new ImageReference(uri, name, bytes.sha256().hex(), null), tasks, lane, now);
    }

    /** Sends a request for the image at an address. */
    public Sent address(String uri, List<TaskRequest> tasks, Lane lane) {
        return send(uri, ImageId.ofUri(uri), new ImageReference(uri, null, null, null), tasks, lane, now());
    }

    private Sent send(
            String image, String imageId, ImageReference reference, List<TaskRequest> tasks, Lane lane, Instant now) {
        var request = new ImageSubmitted(imageId, reference, tasks, null, now, null);
        var event = new CloudEvent(
                UUID.randomUUID().toString(),
                source,
                ImageSubmitted.TYPE,
                imageId,
                now,
                TraceParent.fresh(),
                Map.of(),
                Json.mapper().valueToTree(request));
        var submission = Submission.of(image, event.requestId(), request);
        return new Sent(submission, producer.send(CloudEventRecords.write(lane.topic(), imageId, event)));
    }

    // what the wire carries, so that what is compared later is equal
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * A request on its way.
     *
     * @param submission what was asked
     * @param receipt    done when the cluster has it
     */
    public record Sent(Submission submission, Future<?> receipt) {
        /**
         * Waits until the cluster has the request.
         *
         * @throws UnsentException if it never will
         */
        public Submission confirmed() {
            try {
                receipt.get();
                return submission;
            } catch (ExecutionException e) {
                throw new UnsentException(submission, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnsentException(submission, e);
            }
        }
    }
}
