package dev.sightline.train.data;

import dev.sightline.failure.CaptionException;
import dev.sightline.preprocess.ImageDecoder;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.preprocess.RgbImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Photos through the serving preprocessor, changed before it where a view asks for it. Safe for several threads.
 *
 * @param mirrorable whether an image may be mirrored: no text about it has a left or a right
 */
public record PhotoReader(
        ImageSet images,
        ImageDecoder decoder,
        ImageProcessor processor,
        Augmentation augmentation,
        Predicate<String> mirrorable) {
    /** One view of a photo, [3, H, W]; view 0 is the photo itself, the others are drawn from name and number. */
    public PixelValues read(String image, int view) throws IOException {
        RgbImage photo = decoder.decode(images.read(image)).pixels();
        if (view > 0) {
            photo = augmentation.view(photo, mirrorable.test(image), 31L * image.hashCode() + view);
        }
        return processor.process(photo);
    }

    /**
     * A view, or why there is none.
     *
     * @param pixels none where the photo is missing or broken
     */
    record Attempt(@Nullable PixelValues pixels, String why) {}

    /** Reads a view of a photo that may be missing or broken. */
    Attempt attempt(String image, int view) {
        try {
            return new Attempt(read(image, view), "");
        } catch (NoSuchFileException e) {
            return new Attempt(null, "there is no such file");
        } catch (IOException | CaptionException e) {
            return new Attempt(null, String.valueOf(e.getMessage()));
        }
    }
}
