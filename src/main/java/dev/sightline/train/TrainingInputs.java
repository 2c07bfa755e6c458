package dev.sightline.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads.
 *
 * @param data       conversations to train on
 * @param dev        conversations to measure with, never trained on; none where nothing is measured
 * @param images     folders and tars
 * @param pretrained what the model is built on
 * @param patch      the side of the patches where there is no stem
 * @param views      of each image that is trained on
 * @param cache      where the stem's features are kept
 */
public record TrainingInputs(
        Path data, @Nullable Path dev, List<Path> images, Pretrained pretrained, int patch, int views, Path cache) {
    public TrainingInputs {
        images = List.copyOf(images);
        Positive.all(Map.of("views", views));
        if (pretrained.stem() == null) {
            Positive.all(Map.of("patch", patch));
        }
    }
}
