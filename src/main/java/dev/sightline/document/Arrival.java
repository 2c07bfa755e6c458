package dev.sightline.document;

import dev.sightline.failure.CaptionFailure;
import dev.sightline.streams.Refusal;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What a record on one of our topics says about an image. */
sealed interface Arrival {
    /** Something to remember, as the small history that it is. */
    record Understood(String imageId, ImageHistory history) implements Arrival {}

    /** Nothing for a document, or nothing that is this step's to refuse. */
    record Ignored(String why) implements Arrival {}

    /** Not what its topic holds; it goes to the dead letters as it came. */
    record Refused(@Nullable Bytes value, CaptionFailure failure) implements Arrival, Refusal {}
}
