package dev.sightline.caption;

import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one image, its defaults settled.
 *
 * @param requestId   names the request; results and dead letters are accounted by it and the task's id
 * @param imageId     the image's id, or null where only its content can give one
 * @param image       where the image is
 * @param tasks       those still to be done, each with its id
 * @param lane        live requests overtake bulk ones
 * @param requestedAt when it was asked
 * @param deadline    when the results are no longer wanted
 * @param replay      the replay it belongs to
 */
public record CaptionRequest(
        String requestId,
        @Nullable String imageId,
        ImageReference image,
        List<TaskRequest> tasks,
        Lane lane,
        Instant requestedAt,
        @Nullable Instant deadline,
        ImageSubmitted.@Nullable Replay replay) {
    public CaptionRequest {
        tasks = List.copyOf(tasks);
    }

    /** The same request for these of its tasks. */
    CaptionRequest withTasks(List<TaskRequest> some) {
        return new CaptionRequest(requestId, imageId, image, some, lane, requestedAt, deadline, replay);
    }
}
