package dev.sightline.event;

import static dev.sightline.event.ExampleEvents.HASH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    // objects whose fields are data, not a form that can grow
    private static final Set<String> MAPS = Set.of("timings");

    static Stream<String> types() {
        return ExampleEvents.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void anEventKeepsToItsSchema(String type) {
        assertThat(Schemas.violations(type, json(ExampleEvents.all().get(type))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTextKeepsToTheSchemaOfItsTask(TaskType task) {
        var text = ExampleEvents.text(task);

        assertThat(Schemas.violations(text.type(), json(text))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEditKeepsToItsSchemaWhateverItDoes(CaptionEdited.Action action) {
        assertThat(Schemas.violations(CaptionEdited.TYPE, json(ExampleEvents.edit(action))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aReaderOfTodayReadsAnEventWithTheOptionalFieldsOfTomorrow(String type) throws IOException {
        var event = ExampleEvents.all().get(type);
        var tomorrow = json(event);

        addFields(tomorrow);

        assertThat(tomorrow).isNotEqualTo(json(event));
        assertThat((Object) Json.mapper().treeToValue(tomorrow, event.getClass()))
                .isEqualTo(event);
        assertThat(Schemas.violations(type, tomorrow)).isEmpty();
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
    void anEditWithoutItsTextIsRefusedByItsSchema() throws IOException {
        var edit = Json.mapper()
                .readTree("{\"imageId\":\"kettle-1\",\"task\":\"alt\",\"language\":\"en\",\"action\":\"edit\"}");

        assertThat(Schemas.violations(CaptionEdited.TYPE, edit)).isNotEmpty();
    }

    private static void addFields(JsonNode node) {
        node.properties().stream()
                .filter(field -> !MAPS.contains(field.getKey()))
                .forEach(field -> addFields(field.getValue()));
        node.forEach(element -> {
            if (node.isArray()) {
                addFields(element);
            }
        });
        if (node instanceof ObjectNode object) {
            object.put("addedInTenYears", true);
        }
    }

    private static JsonNode json(Object event) {
        return Json.mapper().valueToTree(event);
    }
}
