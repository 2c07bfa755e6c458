package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family's recipe on drawn pictures of the conformance kit, against what transformers computes. */
class FamilyRecipesTest {
    private static final JsonNode GOLDENS = Resources.json("families.json");
    private static final double ROUNDING = 1e-6;

    static Stream<Arguments> pictures() {
        return GOLDENS.properties().stream().flatMap(family -> family.getValue().get("images").properties().stream()
                .map(Map.Entry::getKey)
                .map(image -> Arguments.of(family.getKey(), image)));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void equalsTransformers(String family, String image) {
        // given
        var golden = GOLDENS.get(family).get("images").get(image);
        var processor =
                ImageProcessors.of(GOLDENS.get(family).get("preprocessor"), JsonNodeFactory.instance.objectNode());
        var decoded = ImageDecoders.of(PreprocessConfig.defaults()).decode(Resources.bytes("kit/" + image));

        // when
        var pixels = processor.process(decoded.pixels());

        // then
        assertThat(shape(pixels)).containsExactly(longs(golden.get("shape")));
        for (var sample : golden.get("samples")) {
            double difference = pixels.values().get(sample.get(0).intValue())
                    - sample.get(1).doubleValue();
            assertThat(Math.abs(difference)).as(sample.toString()).isLessThan(ROUNDING);
        }
        if (pixels.layout() instanceof PixelLayout.Tiles tiles) {
            assertThat(tiles.rows()).isEqualTo(golden.get("rows").intValue());
            assertThat(tiles.columns()).isEqualTo(golden.get("cols").intValue());
        }
        if (pixels.layout() instanceof PixelLayout.Patches patches) {
            assertThat(patches.grid()).containsExactly(longs(golden.at("/image_grid_thw/0")));
        }
    }

    /** The reference's shapes have a batch of one before them, but for patches. */
    private static long[] shape(PixelValues pixels) {
        return pixels.layout() instanceof PixelLayout.Patches
                ? pixels.shape()
                : LongStream.concat(LongStream.of(1), LongStream.of(pixels.shape()))
                        .toArray();
    }

    private static long[] longs(JsonNode array) {
        var longs = new long[array.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = array.get(i).longValue();
        }
        return longs;
    }
}
