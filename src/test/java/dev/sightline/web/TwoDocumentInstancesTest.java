package dev.sightline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Ports;
import dev.sightline.broker.TopicSetup;
import dev.sightline.document.ImageEvents;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import dev.sightline.pipeline.BrokerProcess;
import dev.sightline.pipeline.KafkaRig;
import dev.sightline.pipeline.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("components")
class TwoDocumentInstancesTest {
    private static final int IMAGES = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    // a session of 10 s must run out, then a standby takes over
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void oneAnswersForBothWhenTheOtherIsKilled() {
        try (var broker = BrokerProcess.start(folder)) {
            // given
            var servers = broker.bootstrapServers();
            TopicSetup.ensure(Map.of("bootstrap.servers", servers), Topics.required(TopicSettings.load()));
            caption(servers);
            var ports = new int[] {Ports.any(), Ports.any()};
            try (var first = instance("first", servers, ports[0]);
                    var second = instance("second", servers, ports[1])) {
                first.awaitReady();
                second.awaitReady();
                await().atMost(PATIENCE).until(() -> answered(ports[0]) == IMAGES && answered(ports[1]) == IMAGES);

                // when
                first.kill();
                var killed = System.nanoTime();
                await().atMost(PATIENCE).until(() -> answered(ports[1]) == IMAGES);

                // then
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER);
            }
        }
    }

    private WorkerProcess instance(String name, String bootstrapServers, int port) {
        return WorkerProcess.start(
                folder.resolve(name),
                bootstrapServers,
                Map.of(
                        "sightline.roles",
                        "document,web",
                        "quarkus.http.test-port",
                        "" + port,
                        "sightline.streams.address",
                        "127.0.0.1:" + port,
                        "sightline.streams.standbys",
                        "1"));
    }

    private static void caption(String bootstrapServers) {
        try (var kafka = new KafkaRig(bootstrapServers)) {
            IntStream.range(0, IMAGES)
                    .forEach(i -> kafka.send(new ImageEvents("image-" + i).captioned("r" + i, 10, "text " + i)));
        }
    }

    private long answered(int port) {
        return IntStream.range(0, IMAGES)
                .filter(i -> answers(port, "image-" + i))
                .count();
    }

    private boolean answers(int port, String imageId) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/images/" + imageId))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not up yet, or no more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
