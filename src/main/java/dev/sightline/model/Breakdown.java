package dev.sightline.model;

import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;

/** What an error inside a network, or around it, means to whoever waits for the result. */
public final class Breakdown {
    private Breakdown() {}

    /**
     * {@code engine_failed}, with what happened and what to do.
     *
     * @param what failed, a sentence's beginning
     */
    public static CaptionFailure of(String what, Throwable error) {
        String why = error instanceof OutOfMemoryError
                ? "there is not enough memory (" + error.getMessage()
                        + "): set fewer sightline.engine.slots, or a smaller --batch"
                : error.getMessage() == null ? error.toString() : error.getMessage();
        return FailureCode.ENGINE_FAILED.because(what + ": " + why);
    }
}
