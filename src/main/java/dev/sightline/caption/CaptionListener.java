package dev.sightline.caption;

import java.time.Duration;

/** Hears what captioning does, for meters; called on working threads, so it must be quick and must not throw. */
public interface CaptionListener {
    /** Hears nothing. */
    CaptionListener NONE = new CaptionListener() {};

    /** One image spent this long in a step, waiting for its turn included. */
    default void stage(Stage stage, Duration time) {}

    /** So many images, or growing texts, shared one run of the network of this step. */
    default void batch(Stage stage, int size) {}

    /** The model wrote a token sequence of this length. */
    default void tokens(int count) {}

    /** One task ended. */
    default void ended(CaptionRequest request, TaskOutcome outcome) {}
}
