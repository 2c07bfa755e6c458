package dev.sightline.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PassedOnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> asked = new ArrayList<>();
    private HttpServer other;
    private URI base;

    @BeforeEach
    void startTheOtherProcess() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst(DocumentAnswers.FORWARDED) + " " + body);
            var answer = "{\"detail\":\"as it is\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", Problem.MEDIA_TYPE);
            exchange.sendResponseHeaders(418, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        other.start();
        base = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
    }

    @AfterEach
    void stopTheOtherProcess() {
        other.stop(0);
    }

    @Test
    void handsTheOtherProcesssAnswerBackAsItIs() {
        // when
        var get = new PassedOn().to(base, URI.create("http://here/api/search?q=a%20b&limit=3"), PATIENCE, null, null);
        new PassedOn().to(base, URI.create("http://here/api/search"), PATIENCE, "image/png", "pixels".getBytes(UTF_8));

        // then
        assertThat(asked).containsExactly("GET /api/search?q=a%20b&limit=3 1 ", "POST /api/search 1 pixels");
        assertThat(get.getStatus()).isEqualTo(418);
        assertThat(get.getMediaType().toString()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(new String((byte[]) get.getEntity(), UTF_8)).isEqualTo("{\"detail\":\"as it is\"}");
    }

    @Test
    void saysThatTheOtherProcessDoesNotAnswer() {
        other.stop(0);

        var answer = new PassedOn().to(base, URI.create("http://here/api/search?q=a"), PATIENCE, null, null);

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(((Problem) answer.getEntity()).detail()).contains(base.toString());
    }
}
