package dev.sightline.failure;

import org.jspecify.annotations.Nullable;

/** Carries a {@link CaptionFailure} through a call stack; it means nothing of its own. */
public final class CaptionException extends RuntimeException {
    private final transient CaptionFailure failure;

    public CaptionException(CaptionFailure failure) {
        super(failure.code().code() + ": " + failure.message());
        this.failure = failure;
    }

    public CaptionException(CaptionFailure failure, @Nullable Throwable cause) {
        super(failure.code().code() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    /** What happened. */
    public CaptionFailure failure() {
        return failure;
    }
}
