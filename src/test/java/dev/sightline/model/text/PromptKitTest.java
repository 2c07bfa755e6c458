package dev.sightline.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.model.KitConversation;
import dev.sightline.model.folder.ImageLayout;
import dev.sightline.model.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kit")
class PromptKitTest {
    private static final Path KIT = Path.of(System.getProperty("sightline.home", "."))
            .toAbsolutePath()
            .resolveSibling("shared")
            .resolve("conformance");

    @ParameterizedTest
    @ValueSource(strings = {"llava", "smolvlm", "qwen2-vl"})
    void writesThePromptsOfTheReference(String family) throws IOException {
        // given
        ModelFolder folder = ModelFolder.open(KIT.resolve("models").resolve(family));
        JsonNode golden = json("goldens/" + family + ".json");
        try (Tokenizer tokenizer = Tokenizer.of(folder)) {
            PromptWriter writer = new PromptWriter(folder, tokenizer);
            for (JsonNode c : golden.path("cases")) {
                // when
                Prompt prompt = writer.write(KitConversation.turns(c.path("messages")), layouts(c, golden));

                // then
                assertThat(prompt.rendered())
                        .as(c.path("id").asText())
                        .isEqualTo(c.path("rendered").asText());
                assertThat(prompt.ids()).as(c.path("id").asText()).isEqualTo(ints(c.path("input_ids")));
                assertPositions(prompt, c);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava", "smolvlm", "qwen2-vl", "vit-gpt2", "smollm2"})
    void encodesTextFromStrangersWithoutSpecialTokens(String name) throws IOException {
        // given
        Path home = name.equals("smollm2")
                ? Path.of(System.getProperty("sightline.home", ".")).resolve("src/main/model")
                : KIT.resolve("models").resolve(name);
        try (Tokenizer tokenizer = Tokenizer.of(ModelFolder.open(home))) {
            for (JsonNode row : json("goldens/tokenizer_" + name + ".json").path("rows")) {
                // when
                int[] ids = tokenizer.encodeUntrusted(row.path("text").asText());

                // then
                assertThat(ids).as(row.path("text").asText()).isEqualTo(ints(row.path("safe_ids")));
            }
        }
    }

    private static List<ImageLayout> layouts(JsonNode c, JsonNode golden) {
        List<ImageLayout> layouts = new ArrayList<>();
        for (JsonNode name : c.path("images")) {
            JsonNode image = golden.path("images").path(name.asText());
            int tokens = image.path("image_features").path("shape").path(0).asInt();
            JsonNode grid = image.path("image_grid_thw").path(0);
            layouts.add(
                    grid.isMissingNode()
                            ? new ImageLayout(
                                    tokens,
                                    image.path("rows").asInt(),
                                    image.path("cols").asInt())
                            : new ImageLayout(
                                    tokens,
                                    grid.path(1).asInt() / 2,
                                    grid.path(2).asInt() / 2));
        }
        return layouts;
    }

    private static void assertPositions(Prompt prompt, JsonNode c) {
        JsonNode planes = c.path("mrope_position_ids");
        for (int plane = 0; plane < planes.size(); plane++) {
            for (int i = 0; i < planes.path(plane).size(); i++) {
                assertThat(prompt.position(plane, i))
                        .isEqualTo(planes.path(plane).path(i).asLong());
            }
        }
        if (c.has("rope_delta")) {
            long delta = c.path("rope_delta").asLong();
            assertThat(prompt.position(0, prompt.length())).isEqualTo(prompt.length() + delta);
        }
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(KIT.resolve(name).toFile());
    }
}
