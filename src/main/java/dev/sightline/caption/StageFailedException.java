package dev.sightline.caption;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.util.concurrent.CompletionException;

/** Carries the step at which an image failed, beside what failed, out of the asynchronous chain. */
final class StageFailedException extends RuntimeException {
    private final transient Stage stage;
    private final transient CaptionFailure failure;

    private StageFailedException(Stage stage, CaptionFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.stage = stage;
        this.failure = failure;
    }

    /** The same failure, with the step where it happened; what is no failure of an image is one of the engine. */
    static StageFailedException at(Stage stage, Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof StageFailedException known) {
            return known;
        }
        if (cause instanceof CaptionException known) {
            return new StageFailedException(stage, known.failure(), cause);
        }
        var unexpected = FailureCode.ENGINE_FAILED.because("the step " + stage.label() + " failed: " + cause);
        return new StageFailedException(stage, unexpected, cause);
    }

    Stage stage() {
        return stage;
    }

    CaptionFailure failure() {
        return failure;
    }
}
