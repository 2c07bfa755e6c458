package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = new YAMLMapper().readTree(Files.readString(Schemas.folder().resolve("asyncapi.yaml")));
    }

    @Test
    void itRefersToTheSchemasOfItsMessages() {
        var references = new ArrayList<String>();
        document.get("components").get("messages").forEach(message -> {
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
    void itsChannelsAreTheTopicsOfTheCode() {
        var addresses = new ArrayList<String>();
        document.get("channels").forEach(channel -> addresses.addAll(addresses(channel)));

        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(Topics.required(TopicSettings.load()).stream()
                        .map(NewTopic::name)
                        .toList());
    }

    private static List<String> addresses(JsonNode channel) {
        var address = channel.get("address").asText();
        var parameters = channel.path("parameters").fieldNames();
        if (!parameters.hasNext()) {
            return List.of(address);
        }
        var parameter = parameters.next();
        return StreamSupport.stream(
                        channel.at("/parameters/" + parameter + "/enum").spliterator(), false)
                .map(value -> address.replace("{" + parameter + "}", value.asText()))
                .toList();
    }
}
