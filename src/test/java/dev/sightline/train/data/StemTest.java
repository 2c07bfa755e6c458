package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.preprocess.PixelLayout;
import dev.sightline.preprocess.PixelValues;
import dev.sightline.train.Ingredients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kit")
class StemTest {
    @Test
    void givesTheReferencesFeaturesCellByCell() throws IOException {
        // given
        JsonNode golden =
                new ObjectMapper().readTree(Ingredients.file("stem-golden.json").toFile());
        PixelValues wave = wave();

        // when
        Stem.Patches patches;
        try (Stem stem = Stem.open(Ingredients.file("efficientnet_lite2_stem.onnx"))) {
            patches = stem.patches(List.of(wave, wave));
        }

        // then
        assertThat(patches.patches()).isEqualTo(64);
        assertThat(patches.channels()).isEqualTo(1280);
        JsonNode indices = golden.required("index");
        for (int i = 0; i < indices.size(); i++) {
            int channel = indices.get(i).asInt() / 64;
            int cell = indices.get(i).asInt() % 64;
            float expected = (float) golden.required("value").get(i).asDouble();
            for (int image = 0; image < 2; image++) {
                assertThat(patches.values()[(image * 64 + cell) * 1280 + channel])
                        .isCloseTo(expected, Offset.offset(1e-3f));
            }
        }
    }

    /** x[c, i, j] = sin(0.01 (i+1)(c+1)) cos(0.013 (j+1)). */
    private static PixelValues wave() {
        FloatBuffer values = ByteBuffer.allocateDirect(4 * 3 * 256 * 256)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 256; i++) {
                for (int j = 0; j < 256; j++) {
                    values.put((float) (Math.sin(0.01 * (i + 1) * (c + 1)) * Math.cos(0.013 * (j + 1))));
                }
            }
        }
        return new PixelValues(values.flip(), new PixelLayout.Picture(256, 256));
    }
}
