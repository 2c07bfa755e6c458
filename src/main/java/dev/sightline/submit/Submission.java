package dev.sightline.submit;

import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.TaskRequest;
import java.util.List;

/**
 * A request that was sent.
 *
 * @param image     the image as its sender names it
 * @param imageId   the image
 * @param requestId the request
 * @param tasks     what was asked, each task with its id
 */
public record Submission(String image, String imageId, String requestId, List<TaskRequest> tasks) {
    public Submission {
        tasks = List.copyOf(tasks);
    }

    static Submission of(String image, String requestId, ImageSubmitted request) {
        return new Submission(image, request.imageId(), requestId, request.named());
    }
}
