package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that other programs wrote, against what other programs read; {@code format_goldens.py} made both. */
class ImageFormatsTest {
    private static final JsonNode GOLDENS = Resources.json("formats.json");
    private static final ImageDecoder DECODER = ImageDecoders.of(PreprocessConfig.defaults());

    static Stream<String> files() {
        return GOLDENS.properties().stream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void decodesAsOtherProgramsDo(String name) {
        // given
        var golden = GOLDENS.get(name);
        byte[] file = Resources.bytes("images/" + name);
        assumeReadable(file);

        // when
        var decoded = DECODER.decode(file);

        // then
        assertThat(decoded.pixels().size())
                .isEqualTo(new ImageSize(
                        golden.get("width").intValue(), golden.get("height").intValue()));
        assertThat(decoded.complete()).isTrue();
        int worst = 0;
        for (var pixel : golden.get("pixels")) {
            worst = Math.max(worst, distance(decoded.pixels(), pixel));
        }
        assertThat(worst).isLessThanOrEqualTo(golden.get("tolerance").intValue());
    }

    /** HEIC and AVIF are read where the machine has libheif. */
    private static void assumeReadable(byte[] file) {
        var type = ImageType.of(file).orElseThrow();
        assumeTrue(ImageDecoders.formats().stream().anyMatch(one -> one.type() == type && one.readable()));
    }

    private static int distance(RgbImage image, JsonNode pixel) {
        int rgb = image.pixel(pixel.get(0).intValue(), pixel.get(1).intValue());
        return Math.max(
                Math.abs((rgb >> 16) - pixel.get(2).intValue()),
                Math.max(
                        Math.abs((rgb >> 8 & 0xff) - pixel.get(3).intValue()),
                        Math.abs((rgb & 0xff) - pixel.get(4).intValue())));
    }
}
