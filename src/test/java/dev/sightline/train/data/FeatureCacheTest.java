package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.preprocess.ImageDecoders;
import dev.sightline.preprocess.ImageProcessors;
import dev.sightline.preprocess.PreprocessConfig;
import dev.sightline.train.Ingredients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kit")
class FeatureCacheTest {
    private static final Path PHOTOS = Path.of(System.getProperty("sightline.home", "."), "src/main/photos");
    private static final List<String> NAMES = List.of("chelsea.jpg", "coffee.jpg");

    @TempDir
    Path folder;

    private final List<Integer> made = new ArrayList<>();

    @Test
    void keepsWhatTheStemGivesOfEachViewAndMakesItOnce() throws IOException {
        try (Stem stem = Stem.open(Ingredients.file("efficientnet_lite2_stem.onnx"))) {
            // given
            PhotoReader photos = photos();
            FeatureMaker maker = new FeatureMaker(photos, stem, made::add);

            // when
            FeatureCache first = FeatureCache.open(folder, NAMES, 3, "now", maker);
            FeatureCache again = FeatureCache.open(folder, NAMES, 3, "now", maker);

            // then
            assertThat(made).containsExactly(6);
            float[] expected =
                    stem.patches(List.of(photos.read("coffee.jpg", 2))).values();
            float[] kept = new float[expected.length];
            again.read("coffee.jpg", 2, kept, 0);
            assertThat(kept).containsExactly(expected, Offset.offset(5e-3f)); // halves
            float[] other = new float[expected.length];
            first.read("coffee.jpg", 0, other, 0);
            assertThat(other).isNotEqualTo(kept);
        }
    }

    @Test
    void isMadeAnewWhereItWasInterrupted() throws IOException {
        try (Stem stem = Stem.open(Ingredients.file("efficientnet_lite2_stem.onnx"))) {
            FeatureMaker maker = new FeatureMaker(photos(), stem, made::add);
            FeatureCache.open(folder, NAMES, 1, "now", maker);
            Files.delete(folder.resolve("features.json"));

            FeatureCache.open(folder, NAMES, 1, "now", maker);

            assertThat(made).containsExactly(2, 2);
        }
    }

    private static PhotoReader photos() throws IOException {
        return new PhotoReader(
                ImageSet.open(List.of(PHOTOS)),
                ImageDecoders.of(PreprocessConfig.defaults()),
                ImageProcessors.of(PHOTOS.resolveSibling("model")),
                Augmentation.DEFAULT,
                image -> true);
    }
}
