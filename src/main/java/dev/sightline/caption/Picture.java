package dev.sightline.caption;

import dev.sightline.encode.ImageFeatures;
import dev.sightline.event.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image ready to be talked about; encoded once, however many tasks follow.
 *
 * @param content  hash of the file's bytes
 * @param features its image tokens
 * @param place    where it lies in the towers' space, where there are towers
 * @param keptRows the part of its rows that the file still had
 * @param timings  milliseconds spent a step so far
 */
record Picture(
        Sha256 content,
        ImageFeatures features,
        @Nullable PlacedImage place,
        double keptRows,
        Map<String, Double> timings) {
    Picture {
        timings = Map.copyOf(timings);
    }
}
