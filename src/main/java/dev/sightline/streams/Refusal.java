package dev.sightline.streams;

import dev.sightline.failure.CaptionFailure;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A record that a topology cannot understand. */
public interface Refusal {
    /** Its value as it came, null included. */
    @Nullable
    Bytes value();

    /** Why. */
    CaptionFailure failure();
}
