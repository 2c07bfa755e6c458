package dev.sightline.failure;

import static java.util.Objects.requireNonNull;

/**
 * Why a task on an image has no result.
 *
 * @param code    the kind of failure; routing looks at nothing else
 * @param message for people: what happened, to which image, what to do
 */
public record CaptionFailure(FailureCode code, String message) {
    public CaptionFailure {
        requireNonNull(code);
        requireNonNull(message);
    }

    /** Whether the same request can succeed later without anybody changing it. */
    public boolean retryable() {
        return code.retryable();
    }

    /** This failure as an exception, to be carried through code that cannot return it. */
    public CaptionException toException() {
        return new CaptionException(this);
    }
}
