package dev.sightline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.broker.Ports;
import dev.sightline.broker.TopicSetup;
import dev.sightline.event.Json;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.index.TestRecords;
import dev.sightline.pipeline.BrokerProcess;
import dev.sightline.pipeline.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The roles {@code index} and {@code web} in a process each, on a broker in a third. */
@Tag("components")
class SearchRolesApartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void webPassesQuestionsOnToWhereTheIndexIs() throws Exception {
        try (var broker = BrokerProcess.start(folder)) {
            // given
            var servers = broker.bootstrapServers();
            TopicSetup.ensure(Map.of("bootstrap.servers", servers), Topics.required(TopicSettings.load()));
            describe(servers);
            var indexPort = Ports.any();
            var webPort = Ports.any();
            try (var index = process("index", servers, indexPort, Map.of());
                    var web = process(
                            "web",
                            servers,
                            webPort,
                            Map.of("sightline.web.index-url", "http://127.0.0.1:" + indexPort))) {
                index.awaitReady();
                web.awaitReady();

                // when
                await().atMost(PATIENCE)
                        .until(() -> get(webPort, "/api/index").path("images").asInt() == 2);

                // then
                var found = get(webPort, "/api/search?q=dog&limit=5");
                assertThat(found.at("/images/0/imageId").asText()).isEqualTo("first");
                assertThat(found.at("/images/0/texts/0/marked").asText()).isEqualTo("A <mark>dog</mark> in the snow");
                assertThat(found.at("/facets/state/processed").asInt()).isEqualTo(1);
                assertThat(get(webPort, "/api/search/suggestions?q=sn")
                                .at("/suggestions/0")
                                .asText())
                        .isEqualTo("snow");
                assertThat(rebuild(webPort).path("images").asInt()).isEqualTo(2);

                // when
                index.kill();

                // then
                var problem = get(webPort, "/api/search?q=dog");
                assertThat(problem.path("status").asInt()).isEqualTo(503);
            }
        }
    }

    private WorkerProcess process(String role, String bootstrapServers, int port, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("sightline.roles", role);
        all.put("quarkus.http.test-port", "" + port);
        return WorkerProcess.start(folder.resolve(role), bootstrapServers, all);
    }

    private static void describe(String bootstrapServers) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(TestRecords.written("first", "A dog in the snow", AT)).get();
            producer.send(TestRecords.written("second", "A cat on a sofa", AT)).get();
        }
    }

    private JsonNode get(int port, String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(uri(port, path)));
    }

    private JsonNode rebuild(int port) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(uri(port, "/api/index/rebuild")).POST(BodyPublishers.noBody()));
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        return Json.mapper().readTree(answer.body());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
