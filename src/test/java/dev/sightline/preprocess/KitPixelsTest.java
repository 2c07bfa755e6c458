package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pixel values of every picture and every family equal the reference's, within the kit's tolerance. */
@Tag("kit")
class KitPixelsTest {
    private static final double MAX_DIFFERENCE = 0.02;
    private static final double MEAN_DIFFERENCE = 0.002;

    static Stream<Arguments> pictures() {
        return Stream.of("llava", "vit-gpt2", "smolvlm", "qwen2-vl").flatMap(family -> Kit.names(
                        Kit.json("goldens/" + family + ".json").get("images"))
                .map(image -> Arguments.of(family, image)));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void givesTheReferencesPixelValues(String family, String image) throws IOException {
        // given
        var golden = Kit.json("goldens/" + family + ".json").get("images").get(image);
        var preprocessor = new Preprocessor(
                ImageDecoders.of(PreprocessConfig.defaults()),
                ImageProcessors.of(Kit.path("models/" + family)),
                PreprocessConfig.Scale.EXACT);

        // when
        var pixels = preprocessor.preprocess(Kit.bytes("images/" + image)).values();

        // then
        assertThat(shapeWithBatch(family, pixels)).isEqualTo(longs(golden.at("/pixel_values/shape")));
        if (pixels.layout() instanceof PixelLayout.Tiles tiles) {
            assertThat(tiles.rows()).isEqualTo(golden.get("rows").intValue());
            assertThat(tiles.columns()).isEqualTo(golden.get("cols").intValue());
        }
        if (pixels.layout() instanceof PixelLayout.Patches patches) {
            assertThat(patches.grid())
                    .isEqualTo(longs(golden.at("/image_grid_thw/0")).stream()
                            .mapToLong(Long::longValue)
                            .toArray());
        }
        var differences = candidates(golden, image)
                .map(samples -> differences(pixels, samples))
                .filter(KitPixelsTest::fits)
                .findFirst();
        assertThat(differences)
                .as(
                        "%s %s within the tolerance: %s",
                        family, image, differences(pixels, golden.at("/pixel_values/samples")))
                .isPresent();
        if (golden.has("pixel_values_file")) {
            var all = Kit.floats("goldens/" + golden.get("pixel_values_file").asText());
            var values = pixels.values();
            var full = new ArrayList<Double>();
            while (all.hasRemaining()) {
                full.add((double) Math.abs(all.get() - values.get()));
            }
            assertThat(fits(full)).as("the full dump within the tolerance").isTrue();
        }
    }

    /** The golden, and of 16-bit grey the reading that the reference lacks. */
    private static Stream<JsonNode> candidates(JsonNode golden, String image) {
        return image.equals("gray16.png")
                ? Stream.of(golden.at("/alternatives/high_byte/pixel_values/samples"))
                : Stream.of(golden.at("/pixel_values/samples"));
    }

    private static List<Double> differences(PixelValues pixels, JsonNode samples) {
        assertThat(samples).isNotEmpty();
        return StreamSupport.stream(samples.spliterator(), false)
                .map(sample -> Math.abs(pixels.values().get(sample.get(0).intValue())
                        - sample.get(1).doubleValue()))
                .toList();
    }

    private static boolean fits(List<Double> differences) {
        var statistics = differences.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return statistics.getMax() <= MAX_DIFFERENCE && statistics.getAverage() <= MEAN_DIFFERENCE;
    }

    private static List<Long> shapeWithBatch(String family, PixelValues pixels) {
        var shape = new ArrayList<Long>();
        if (!family.equals("qwen2-vl")) {
            shape.add(1L);
        }
        for (long axis : pixels.shape()) {
            shape.add(axis);
        }
        return shape;
    }

    private static List<Long> longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::longValue)
                .toList();
    }
}
