package dev.sightline.encode;

import java.time.Duration;

/** Hears of every run of the vision encoder; called on the encoder's thread, so it must be quick. */
@FunctionalInterface
public interface EncodeListener {
    /** Hears nothing. */
    EncodeListener NONE = (images, time) -> {};

    /**
     * A micro-batch was encoded.
     *
     * @param images how many pictures it had
     * @param time   how long the network ran
     */
    void encoded(int images, Duration time);
}
