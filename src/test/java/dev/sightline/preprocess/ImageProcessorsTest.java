package dev.sightline.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProcessorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RgbImage PICTURE = new RgbImage(30, 20, new byte[3 * 30 * 20]);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'image_processor_type':'CLIPImageProcessor','size':{'height':8,'width':12},'do_center_crop':false}| 8 | 12",
                "{'image_processor_type':'CLIPImageProcessorFast','size':10,'crop_size':10}                         | 10 | 10",
                "{'image_processor_type':'CLIPImageProcessor','size':{'shortest_edge':10},'do_center_crop':false}   | 10 | 15",
                "{'image_processor_type':'CLIPImageProcessor','size':{'shortest_edge':4},'crop_size':16}            | 16 | 16",
                "{'image_processor_type':'CLIPImageProcessor','do_resize':false,'do_center_crop':false}             | 20 | 30",
                "{'image_processor_type':'CLIPImageProcessor'}                                                      | 224 | 224",
                "{'feature_extractor_type':'ViTFeatureExtractor','size':9}                                          | 9 | 9",
                "{'image_processor_type':'SiglipImageProcessor','size':{'height':6,'width':7}}                      | 6 | 7",
            })
    void readsTheFormsInWhichRecipesAreWritten(String recipe, int height, int width) throws JsonProcessingException {
        // given
        var processor = ImageProcessors.of(json(recipe), json("{}"));

        // when
        var pixels = processor.process(PICTURE);

        // then
        assertThat(pixels.shape()).containsExactly(3, height, width);
    }

    @Test
    void takesTheFamilysRecipeWhereNoneIsNamed() throws JsonProcessingException {
        // given
        var processor = ImageProcessors.of(json("{}"), json("{'model_type':'qwen2_vl'}"));

        // when
        var pixels = processor.process(PICTURE);

        // then: 30x20 grows to the least number of pixels
        assertThat(pixels.layout()).isEqualTo(new PixelLayout.Patches(1, 4, 6, 3 * 2 * 14 * 14));
    }

    @Test
    void doesNotCutWhereTilesAreTurnedOff() throws JsonProcessingException {
        // given
        var processor = ImageProcessors.of(
                json("{'image_processor_type':'Idefics3ImageProcessor','do_image_splitting':false,"
                        + "'size':{'longest_edge':64},'max_image_size':{'longest_edge':16}}"),
                json("{}"));

        // when
        var pixels = processor.process(PICTURE);

        // then
        assertThat(pixels.shape()).containsExactly(1, 3, 16, 16);
    }

    @Test
    void readsTheNewerFileWhereTheOlderIsMissing() throws IOException {
        // given
        Files.writeString(
                folder.resolve("processor_config.json"),
                "{\"image_processor\":{\"image_processor_type\":\"ViTImageProcessor\",\"size\":5}}");

        // when
        var processor = ImageProcessors.of(folder);

        // then
        assertThat(processor.process(PICTURE).shape()).containsExactly(3, 5, 5);
    }

    @Test
    void refusesAFolderThatSaysNothingOfPictures() {
        // when, then
        assertThatThrownBy(() -> ImageProcessors.of(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("preprocessor_config.json");
    }

    @Test
    void refusesARecipeThatIsNotKnownAndNamesThoseThatAre() {
        // when, then
        assertThatThrownBy(() -> ImageProcessors.of(json("{'image_processor_type':'OwlImageProcessor'}"), json("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OwlImageProcessor")
                .hasMessageContaining("CLIPImageProcessor")
                .hasMessageContaining("Qwen2VLImageProcessor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'image_processor_type':'CLIPImageProcessor','size':{'longest_edge':3}}",
                "{'image_processor_type':'CLIPImageProcessor','size':0}",
                "{'image_processor_type':'ViTImageProcessor','resample':9}",
                "{'image_processor_type':'ViTImageProcessor','image_std':[0,0,0]}",
                "{'image_processor_type':'ViTImageProcessor','image_mean':[0.5]}",
                "{'image_processor_type':'SmolVLMImageProcessor','max_image_size':{'longest_edge':0}}",
                "{'image_processor_type':'Qwen2VLImageProcessor','min_pixels':9,'max_pixels':3}",
            })
    void refusesARecipeThatMakesNoSense(String recipe) {
        // when, then
        assertThatThrownBy(() -> ImageProcessors.of(json(recipe), json("{}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesWhatChangesTheResultAndNothingElse() throws JsonProcessingException {
        // given
        var recipe = "{'image_processor_type':'CLIPImageProcessor','size':20%s}";

        // when
        var plain = ImageProcessors.of(json(recipe.formatted("")), json("{}")).hash();

        // then
        assertThat(plain).matches("[0-9a-f]{64}");
        assertThat(ImageProcessors.of(json(recipe.formatted(",'processor_class':'X'")), json("{}"))
                        .hash())
                .isEqualTo(plain);
        assertThat(ImageProcessors.of(json(recipe.formatted(",'resample':2")), json("{}"))
                        .hash())
                .isNotEqualTo(plain);
        assertThat(ImageProcessors.of(json(recipe.formatted(",'do_normalize':false")), json("{}"))
                        .hash())
                .isNotEqualTo(plain);
        assertThat(ImageProcessors.of(json(recipe.formatted(",'do_resize':false")), json("{}"))
                        .hash())
                .isNotEqualTo(plain);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
