package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TextGenerated.ImageName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request about an image whose id is known before it is fetched.
 *
 * @param imageId the image
 * @param key     orders it among the requests about the image
 * @param image   as the request named it
 * @param tasks   what it asks, the first 32
 */
record Submission(String imageId, RequestKey key, ImageName image, List<AskedTask> tasks) {
    private static final int MAX_TASKS = 32;

    /** The request in this event; empty for a shadow's, whose results stay apart, and where only the content names the image. */
    static Optional<Submission> of(CloudEvent event, Instant time) throws JsonProcessingException {
        var submitted = ArrivalReader.data(event, ImageSubmitted.class);
        var replay = submitted.replay();
        if (replay != null && replay.shadow()) {
            return Optional.empty();
        }
        var requestedAt = requireNonNullElse(submitted.requestedAt(), requireNonNullElse(event.time(), time));
        var key = new RequestKey(requestedAt, replay == null ? null : replay.startedAt(), event.requestId());
        var tasks = submitted.named().stream()
                .limit(MAX_TASKS)
                .map(Submission::asked)
                .toList();
        return submitted.derivedImageId().map(imageId -> new Submission(imageId, key, name(submitted.image()), tasks));
    }

    /**
     * What a document learns of it.
     *
     * @param code      why it failed; null where it did not
     * @param failedIds the tasks that failed; empty for all of them
     */
    Arrival arrival(@Nullable String code, Set<String> failedIds) {
        var failed = code == null
                ? new TreeMap<String, String>()
                : tasks.stream()
                        .map(AskedTask::taskId)
                        .filter(id -> failedIds.isEmpty() || failedIds.contains(id))
                        .collect(toMap(id -> id, id -> code, (a, b) -> a, TreeMap::new));
        return new Arrival.Understood(imageId, ImageHistory.of(new AskedRequest(key, image, tasks, failed)));
    }

    private static ImageName name(ImageReference image) {
        return Limits.name(new ImageName(image.address(), image.name()));
    }

    private static AskedTask asked(TaskRequest task) {
        var question = task.asked();
        return new AskedTask(
                Limits.id(requireNonNullElse(task.taskId(), task.type())),
                Limits.id(task.type()),
                question == null ? null : Limits.question(question),
                task.question() == null
                        ? null
                        : Sha256.of(task.question().getBytes(UTF_8)).hex(),
                task.language() == null ? null : Limits.id(task.language()));
    }
}
