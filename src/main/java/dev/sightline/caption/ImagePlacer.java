package dev.sightline.caption;

import dev.sightline.embed.Towers;
import dev.sightline.event.TextGenerated;
import dev.sightline.failure.CaptionException;
import dev.sightline.preprocess.RgbImage;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds where an image lies in the space of the stage-1 towers, while its pixels are at hand. */
@FunctionalInterface
public interface ImagePlacer {
    /** Places none: there are no towers. */
    ImagePlacer NONE = pixels -> Optional.empty();

    /** Places images by these towers, which stay the caller's to close. */
    static ImagePlacer by(Towers towers) {
        var log = Logger.getLogger(ImagePlacer.class);
        var model = new TextGenerated.Model(towers.id(), towers.revision());
        return pixels -> {
            try {
                return Optional.of(new PlacedImage(model, towers.ofPicture(pixels)));
            } catch (CaptionException | IllegalArgumentException e) {
                log.warnf(e, "an image was not placed and is found by words alone");
                return Optional.empty();
            }
        };
    }

    /**
     * The image's place, or empty where it has none: that is no failure of the image.
     *
     * @param pixels the whole picture, upright; stays the caller's
     */
    Optional<PlacedImage> place(RgbImage pixels);
}
