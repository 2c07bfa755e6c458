package dev.sightline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.model.KitConversation;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.text.ChatTurn;
import dev.sightline.preprocess.PixelValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kit has beyond what its own script compares. */
@Tag("kit")
class KitVariantsTest {
    private static final Path KIT = RunningModel.kit();

    @ParameterizedTest
    @ValueSource(strings = {"llava", "smolvlm", "vit-gpt2", "qwen2-vl"})
    void generatesWhatTheReferenceDoesWithSeveralSettingsAtOnce(String family) throws IOException {
        // given
        JsonNode golden = new ObjectMapper()
                .readTree(KIT.resolve("goldens").resolve(family + ".json").toFile());
        int most = golden.path("max_new_tokens").asInt();
        try (RunningModel running = new RunningModel(
                KIT.resolve("models").resolve(family), Precision.FP32, EngineConfig.DEFAULT, EngineListener.NONE)) {
            List<Runnable> checks = new ArrayList<>();
            for (JsonNode c : golden.path("cases")) {
                if (c.path("images").path(0).asText().matches(".*\\.(gif|bmp)")
                        || c.path("images").toString().contains("gray16")) {
                    continue;
                }
                List<ChatTurn> turns = KitConversation.turns(c.path("messages"));
                List<ImageFeatures> images = new ArrayList<>();
                boolean dumped = true;
                for (JsonNode name : c.path("images")) {
                    JsonNode file = golden.path("images").path(name.asText()).path("pixel_values_file");
                    images.add(features(running, name.asText(), file));
                    dumped &= !file.isMissingNode();
                }

                // when
                for (String key : List.of("beam3_penalty_1.2_no_repeat_2gram", "greedy_with_eos_override")) {
                    JsonNode wanted = c.path(key);
                    boolean exact =
                            dumped || wanted.path("stable_under_pixel_noise").asBoolean();
                    if (wanted.isMissingNode() || !exact) {
                        continue;
                    }
                    CompletableFuture<Generation> given = running.engine()
                            .submit(new GenerationRequest(turns, images, config(most, wanted), Priority.BULK, null));
                    checks.add(() -> check(family + " " + c.path("id").asText() + " " + key, given.join(), wanted));
                }
            }

            // then
            assertThat(checks).isNotEmpty();
            checks.forEach(Runnable::run);
        }
    }

    private static void check(String what, Generation given, JsonNode wanted) {
        List<Integer> ids = new ArrayList<>();
        wanted.path("ids").forEach(id -> ids.add(id.asInt()));
        assertThat(given.tokenIds()).as(what).isEqualTo(ids);
        if (wanted.has("text")) {
            assertThat(given.text()).as(what).isEqualTo(wanted.path("text").asText());
        }
        if (wanted.has("logprob_sum")) {
            assertThat(given.meanLogprob() * ids.size())
                    .as(what)
                    .isCloseTo(wanted.path("logprob_sum").asDouble(), within(0.1));
        }
    }

    private static GenerationConfig config(int most, JsonNode wanted) {
        GenerationConfig greedy = GenerationConfig.greedy(most);
        return wanted.has("eos_token_id")
                ? greedy.withEosTokenIds(
                        Set.of(wanted.path("eos_token_id").path(0).asInt()))
                : greedy.with(BeamSearch.of(3)).with(new Penalties(1.2, 2));
    }

    private static ImageFeatures features(RunningModel running, String name, JsonNode dump) throws IOException {
        Path picture = KIT.resolve("images").resolve(name);
        if (dump.isMissingNode()) {
            return running.features(picture);
        }
        PixelValues own = running.pixels(picture);
        ByteBuffer bytes = ByteBuffer.wrap(
                        Files.readAllBytes(KIT.resolve("goldens").resolve(dump.asText())))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[own.values().remaining()];
        bytes.asFloatBuffer().get(numbers);
        return running.features(own, numbers);
    }
}
