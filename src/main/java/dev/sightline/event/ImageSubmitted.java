package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code dev.sightline.image.submitted.v1}: an image came, and these tasks are asked of it.
 *
 * @param imageId     the sender's name for the image; else derived from its address or content, see {@link ImageId}
 * @param image       where the image is
 * @param tasks       at least one; {@link #named()} gives each its id
 * @param deadline    when results are no longer wanted
 * @param requestedAt orders texts of one image; defaults to the event's time
 * @param replay      set by replays alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageSubmitted(
        @Nullable String imageId,
        ImageReference image,
        List<TaskRequest> tasks,
        @Nullable Instant deadline,
        @Nullable Instant requestedAt,
        @Nullable Replay replay) {
    /** The event's type. */
    public static final String TYPE = "dev.sightline.image.submitted.v1";

    public ImageSubmitted {
        requireNonNull(image, "image");
        requireNonNull(tasks, "tasks").forEach(task -> requireNonNull(task, "tasks[] is null"));
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks is empty: nothing is asked of the image");
        }
        if (imageId != null) {
            ImageId.check(imageId);
        }
    }

    /**
     * The replay a request belongs to.
     *
     * @param id        the replay's id
     * @param startedAt when it started; orders its texts after those of the first run
     * @param shadow    whether its results stay apart until promoted
     */
    public record Replay(String id, Instant startedAt, boolean shadow) {}

    /** The image's id: the sender's, else that of its address; empty where only its content can name it. */
    public Optional<String> derivedImageId() {
        if (imageId != null) {
            return Optional.of(imageId);
        }
        var uri = image.uri();
        var colon = uri.indexOf(':');
        var scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "sightline" -> Optional.of(ImageId.ofContent(new Sha256(uri.substring(colon + 1))));
            case "data" -> Optional.ofNullable(image.sha256()).map(hex -> ImageId.ofContent(new Sha256(hex)));
            default -> Optional.of(ImageId.ofUri(uri));
        };
    }

    /** The tasks, each with an id: its own, else its type, with {@code -2}, {@code -3} on repeats. */
    public List<TaskRequest> named() {
        var taken = new HashSet<String>();
        tasks.stream().map(TaskRequest::taskId).filter(id -> id != null).forEach(id -> {
            if (!taken.add(id)) {
                throw new IllegalArgumentException("two tasks have the id " + id);
            }
        });
        var repeats = new HashMap<String, Integer>();
        return tasks.stream()
                .map(task -> {
                    if (task.taskId() != null) {
                        return task;
                    }
                    String id;
                    do {
                        var n = repeats.merge(task.type(), 1, Integer::sum);
                        id = n == 1 ? task.type() : task.type() + "-" + n;
                    } while (!taken.add(id));
                    return task.withTaskId(id);
                })
                .toList();
    }
}
