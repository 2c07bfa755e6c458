package dev.sightline.caption;

import dev.sightline.embed.UnitVector;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;

/**
 * Where an image lies.
 *
 * @param towers whose space it is
 * @param place  the point
 */
public record PlacedImage(TextGenerated.Model towers, UnitVector place) {
    /** The event that says so of the image of this text. */
    ImageEmbedded event(TextGenerated text) {
        return ImageEmbedded.of(text.imageId(), text.imageSha256(), towers, place.toArray());
    }
}
