package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
    private static final String HASH = Sha256.of(new byte[0]).hex();

    @Test
    void aRequestWithEverythingKeepsToItsSchema() {
        var everything = new TaskRequest(
                "first",
                "answer",
                null,
                List.of(new ChatMessage("system", "Be brief."), new ChatMessage("user", "What is it?")),
                "en-GB",
                new PromptChoice(null, "Say what you see."),
                "tiny",
                new GenerationParameters(8, 0.5, 40, 0.9, 0.1, 1.1, 3, 1, 7L, List.of("\n")),
                new ImageContext("link", "nearby", "title", "kettle"));
        var submitted = new ImageSubmitted(
                "kettle-1",
                new ImageReference("https://example.org/kettle.jpg", "kettle.jpg", HASH, "image/jpeg"),
                List.of(everything, TaskRequest.of(TaskType.ANSWER, "What is it made of?")),
                NOON,
                NOON,
                new ImageSubmitted.Replay("r1", NOON, false));

        assertThat(Schemas.violations(ImageSubmitted.TYPE, json(submitted))).isEmpty();
    }

    @Test
    void aRequestWithNothingButItsImageAndATaskKeepsToItsSchema() throws IOException {
        var smallest = Json.mapper()
                .readTree("{\"image\":{\"uri\":\"sightline:" + HASH + "\"},\"tasks\":[{\"type\":\"alt\"}]}");

        assertThat(Schemas.violations(ImageSubmitted.TYPE, smallest)).isEmpty();
        assertThat(Json.mapper().treeToValue(smallest, ImageSubmitted.class).tasks())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"image\":{\"uri\":\"data:,\"},\"tasks\":[]}",
                "{\"image\":{\"uri\":\"no scheme\"},\"tasks\":[{\"type\":\"alt\"}]}",
                "{\"image\":{\"uri\":\"data:,\"},\"tasks\":[{\"question\":\"Why?\"}]}",
                "{\"imageId\":\"a b\",\"image\":{\"uri\":\"data:,\"},\"tasks\":[{\"type\":\"alt\"}]}",
                "{\"image\":{\"uri\":\"data:,\"},\"tasks\":[{\"type\":\"alt\",\"prompt\":{\"id\":\"a\",\"text\":\"b\"}}]}",
                "{\"image\":{\"uri\":\"data:,\"},\"tasks\":[{\"type\":\"alt\"}],\"deadline\":\"tomorrow\"}"
            })
    void aRequestThatIsNoneIsRefusedByItsSchema(String request) throws IOException {
        assertThat(Schemas.violations(ImageSubmitted.TYPE, Json.mapper().readTree(request)))
                .isNotEmpty();
    }

    @Test
    void aDeletionKeepsToItsSchema() {
        assertThat(Schemas.violations(ImageDeleted.TYPE, json(new ImageDeleted("kettle-1", "asked", NOON))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTextKeepsToTheSchemaOfItsTask(TaskType task) {
        var text = text(task);

        assertThat(Schemas.violations(text.type(), json(text))).isEmpty();
    }

    @Test
    void fieldsThatAreNotKnownYetAreNoViolation() throws IOException {
        var later = (ObjectNode) json(text(TaskType.ALT));
        later.put("addedInTenYears", true);

        assertThat(Schemas.violations(TextGenerated.CAPTION_TYPE, later)).isEmpty();
        assertThat(Json.mapper().treeToValue(later, TextGenerated.class)).isEqualTo(text(TaskType.ALT));
    }

    @Test
    void asyncApiRefersToFilesThatAreThere() throws IOException {
        var references = new ArrayList<String>();
        asyncApi().get("components").get("messages").forEach(message -> {
            var payload = message.get("payload").path("$ref").asText("");
            if (!payload.isEmpty()) {
                references.add(payload);
                assertThat(payload)
                        .isEqualTo(message.get("name").asText().replaceFirst("dev.sightline.", "") + ".json");
            }
        });

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Schemas.folder().resolve(file)).exists());
    }

    @Test
    void asyncApiListsTheTopicsOfCaptioning() throws IOException {
        var addresses = StreamSupport.stream(asyncApi().get("channels").spliterator(), false)
                .map(channel -> channel.get("address").asText());

        assertThat(addresses)
                .contains(Topics.REQUESTS, Topics.REQUESTS_BULK, Topics.CAPTIONS, Topics.ANSWERS, Topics.DEAD_LETTERS)
                .contains(Topics.UPLOADS, Topics.EDITS, Topics.DOCUMENTS, Topics.COUNTS);
    }

    @ParameterizedTest
    @EnumSource
    void anEditKeepsToItsSchema(CaptionEdited.Action action) {
        var words = action == CaptionEdited.Action.REVERT ? null : "A copper kettle.";
        var edit = new CaptionEdited("kettle-1", TaskType.ALT, "en", words, action, "e1", "ada", NOON);

        assertThat(Schemas.violations(CaptionEdited.TYPE, json(edit))).isEmpty();
    }

    private static JsonNode asyncApi() throws IOException {
        return new YAMLMapper().readTree(Files.readString(Schemas.folder().resolve("asyncapi.yaml")));
    }

    private static TextGenerated text(TaskType task) {
        var requestId = NameBasedUuid.of("here", "1").toString();
        return new TextGenerated(
                "kettle-1",
                new TextGenerated.ImageName("sightline:" + HASH, "kettle.jpg"),
                requestId,
                NOON,
                task.wireName(),
                task,
                task == TaskType.ANSWER ? "What is it?" : null,
                "A kettle.",
                "en",
                "stop",
                new TextGenerated.Model("tiny", HASH),
                new TextGenerated.Prompt("caption.v1", HASH),
                GenerationParameters.ofMaxNewTokens(32),
                HASH,
                HASH,
                new TextGenerated.Usage(16, 30, 4),
                Map.of("generate", 12.5),
                -0.4,
                null,
                false,
                null,
                NOON);
    }

    private static JsonNode json(Object event) {
        return Json.mapper().valueToTree(event);
    }
}
