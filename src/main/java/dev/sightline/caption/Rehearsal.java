package dev.sightline.caption;

import dev.sightline.encode.ImageEncoder;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.GenerationRequest;
import dev.sightline.generate.TextGenerator;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.preprocess.ImageProcessor;
import dev.sightline.preprocess.RgbImage;
import java.util.function.Supplier;

/**
 * A model's first token, about a blank picture: a folder whose parts or files do not fit together is refused while it is loaded,
 * instead of failing for every picture later.
 */
final class Rehearsal {
    private static final String QUESTION = "What is this?";

    private final ModelFolder folder;

    Rehearsal(ModelFolder folder) {
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @throws ModelRefusedException if no token comes; the message names the folder and what stands in the way
     * @throws OutOfMemoryError      if it is memory that is missing, which is no fault of the folder
     */
    void run(ImageProcessor processor, ImageEncoder encoder, TextGenerator generator) {
        var blank = new RgbImage(64, 16, new byte[3 * 64 * 16]); // wide: few tiles where pictures are cut into them
        ImageFeatures picture = step(
                "its vision encoder does not take pictures as preprocessor_config.json has them made",
                () -> encoder.encode(processor.process(blank)).join());
        step("it cannot write about a picture", () -> generator
                .submit(GenerationRequest.of(picture, QUESTION, GenerationConfig.greedy(1)))
                .join());
    }

    private <T> T step(String otherwise, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) { // whatever it is, it would meet every picture
            var root = root(e);
            if (root instanceof OutOfMemoryError missing) {
                throw missing;
            }
            var why = String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
            throw new ModelRefusedException(folder.path() + " is refused, since " + otherwise + ": " + why, e);
        }
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
