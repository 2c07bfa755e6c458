package dev.sightline.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.submit.Submission;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is printed of a request that was sent.
 *
 * @param image     the image as the user named it
 * @param imageId   the image
 * @param requestId the request
 * @param error     why it was not sent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubmittedLine(
        String image, @Nullable String imageId, @Nullable String requestId, ResultLine.@Nullable Problem error)
        implements Printed {
    static final List<String> COLUMNS = List.of("image", "image_id", "request_id", "error_code", "error_message");

    static SubmittedLine of(Submission submission) {
        return new SubmittedLine(submission.image(), submission.imageId(), submission.requestId(), null);
    }

    static SubmittedLine of(String image, CaptionFailure failure) {
        return new SubmittedLine(
                image, null, null, new ResultLine.Problem(failure.code().code(), failure.message()));
    }

    @Override
    public String asText() {
        return error == null
                ? Printed.escaped(image) + "\t" + imageId + "\t" + requestId
                : Printed.escaped(image) + "\t" + error.code() + ": " + error.message();
    }

    @Override
    public List<@Nullable Object> asCells() {
        return Arrays.asList(
                image, imageId, requestId, error == null ? null : error.code(), error == null ? null : error.message());
    }

    @Override
    public boolean failed() {
        return error != null;
    }
}
