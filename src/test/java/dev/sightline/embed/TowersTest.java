package dev.sightline.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.event.Json;
import dev.sightline.failure.CaptionException;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.preprocess.PreprocessConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The towers and their goldens are made by src/test/python/make_towers.py; the goldens are onnxruntime's. */
class TowersTest {
    private static final Path FOLDER = Path.of("src/test/resources/towers");

    private static JsonNode golden;
    private static Towers towers;

    @BeforeAll
    static void open() throws IOException {
        golden = Json.mapper().readTree(FOLDER.resolve("golden.json").toFile());
        towers = Towers.open(FOLDER, PreprocessConfig.defaults());
    }

    @AfterAll
    static void close() {
        towers.close();
    }

    @Test
    void placesPicturesWhereTheReferenceDoes() throws IOException {
        for (var image : golden.path("images").properties()) {
            var place = towers.ofImage(Files.readAllBytes(FOLDER.resolve(image.getKey())));
            assertClose(place, image.getValue(), 1e-4f);
        }
    }

    @Test
    void placesWordsWhereTheReferenceDoes() {
        for (var text : golden.path("texts").properties()) {
            assertClose(towers.ofText(text.getKey()), text.getValue(), 1e-6f);
        }
    }

    @Test
    void placesWordsNearThePictureTheyFit() throws IOException {
        for (var colour : new String[] {"red", "green", "blue"}) {
            var words = towers.ofText("a photo of something " + colour);
            for (var other : new String[] {"red", "green", "blue"}) {
                var cosine = words.cosine(towers.ofImage(Files.readAllBytes(FOLDER.resolve(other + ".png"))));
                assertThat(cosine > 0.5).as("%s and %s.png", colour, other).isEqualTo(colour.equals(other));
            }
        }
    }

    @Test
    void readsSpecialTokensThatAStrangerTypesAsPlainText() {
        assertThat(towers.ofText("<|endoftext|> red")).isNotEqualTo(towers.ofText("red"));
        assertThat(towers.ofText("<| endoftext |> red")).isEqualTo(towers.ofText("<|endoftext|> red"));
    }

    @Test
    void placesEvenNoWordsAtAll() {
        assertThat(towers.ofText("").dimensions()).isEqualTo(8);
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> towers.ofImage(new byte[] {1, 2, 3})).isInstanceOf(CaptionException.class);
    }

    @Test
    void saysWhatAFolderLacks(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Towers.open(folder, PreprocessConfig.defaults()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("config.json");
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> Towers.open(folder, PreprocessConfig.defaults()))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("onnx/vision_model.onnx");
    }

    @Test
    void hasAnotherRevisionWhereItsFilesDiffer(@TempDir Path folder) throws IOException {
        // given
        Files.createDirectories(folder.resolve("onnx"));
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(FOLDER.relativize(file)));
            }
        }
        assertThat(TowersFolder.open(folder).revision()).isEqualTo(towers.revision());

        // when
        var config = (ObjectNode)
                Json.mapper().readTree(folder.resolve("config.json").toFile());
        Files.writeString(
                folder.resolve("config.json"), config.put("changed", true).toString());

        // then
        assertThat(TowersFolder.open(folder).revision()).isNotEqualTo(towers.revision());
    }

    private static void assertClose(UnitVector place, JsonNode expected, float tolerance) {
        assertThat(place.dimensions()).isEqualTo(expected.size());
        var numbers = place.toArray();
        for (var i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isCloseTo(expected.get(i).floatValue(), within(tolerance));
        }
    }
}
