package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.FETCH_TIMEOUT;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.failure.CaptionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpConnectionTest {
    private static final byte[] CAT = "cat".getBytes(UTF_8);

    private final CountDownLatch testOver = new CountDownLatch(1);
    private ScriptedServer server;
    private HttpSource source;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.http();
        source = Fetching.source(Duration.ofSeconds(20), server.port());
    }

    @AfterEach
    void stop() throws IOException {
        testOver.countDown();
        source.close();
        server.close();
    }

    @Test
    void timesOutASourceThatSaysNothing() throws IOException {
        server.on("/silent", out -> awaitEnd());
        try (var hasty = Fetching.source(Duration.ofMillis(300), server.port())) {
            var failure = Fetching.failure(hasty, url("/silent"));

            assertThat(failure.code()).isEqualTo(FETCH_TIMEOUT);
            assertThat(failure.message()).contains("longer than 300 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"})
    void timesOutASourceThatSendsAByteNowAndThen(String start) throws IOException {
        server.on("/drip", out -> {
            out.write(start.getBytes(US_ASCII));
            while (!awaitEndFor(20)) {
                out.write('1');
                out.flush();
            }
        });
        try (var hasty = Fetching.source(Duration.ofMillis(500), server.port())) {
            assertThat(Fetching.failure(hasty, url("/drip")).code()).isEqualTo(FETCH_TIMEOUT);
        }
    }

    @Test
    void timesOutAHandshakeThatNeverEnds() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var dripping = new Thread(() -> {
                try (var connection = mute.accept()) {
                    while (!awaitEndFor(20)) {
                        connection.getOutputStream().write(0x16); // a record of the handshake begins
                    }
                } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            dripping.setDaemon(true);
            dripping.start();
            try (var hasty = Fetching.source(Duration.ofMillis(500), mute.getLocalPort())) {
                var before = System.nanoTime();

                var failure = Fetching.failure(hasty, "https://images.example:" + mute.getLocalPort() + "/a");

                assertThat(failure.code()).isIn(FETCH_TIMEOUT, FETCH_UNAVAILABLE);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
            }
        }
    }

    @Test
    void trustsNoCertificateForAnotherName() throws IOException {
        try (var tls = new ScriptedServer(TestTls.context().getServerSocketFactory(), "127.0.0.1", 0);
                var web = Fetching.source(
                        new FakeNames().with("third.example", "127.0.0.1"),
                        "127.0.0.1",
                        Duration.ofSeconds(5),
                        tls.port())) {
            tls.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

            assertThat(Fetching.failure(web, "https://third.example:" + tls.port() + "/a")
                            .code())
                    .isEqualTo(FETCH_UNAVAILABLE);
            assertThat(tls.requests()).isEmpty();
        }
    }

    @Test
    void trustsNoCertificateThatThePlatformDoesNotTrust() throws IOException {
        try (var tls = new ScriptedServer(TestTls.context().getServerSocketFactory(), "127.0.0.1", 0)) {
            var web = new GuardSettings(Set.of(tls.port()), List.of(Network.parse("127.0.0.1")));
            tls.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);
            try (var real = new HttpSource(FetchSettings.defaults().withHttp(new HttpSettings(web, 3)))) {
                assertThat(Fetching.failure(real, "https://127.0.0.1:" + tls.port() + "/a")
                                .code())
                        .isEqualTo(FETCH_UNAVAILABLE);
                assertThat(tls.requests()).isEmpty();
            }
        }
    }

    @Test
    void countsTheTimeOfAllRedirectsTogether() throws IOException {
        try (var tls = new ScriptedServer(TestTls.context().getServerSocketFactory(), "127.0.0.1", 0)) {
            tls.on("/slow", out -> {
                awaitEndFor(300);
                out.write("HTTP/1.1 302 Found\r\nLocation: /slow\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            });
            try (var hasty = Fetching.source(Duration.ofMillis(800), tls.port())) {
                assertThat(Fetching.failure(hasty, "https://images.example:" + tls.port() + "/slow")
                                .code())
                        .isEqualTo(FETCH_TIMEOUT);
            }
        }
    }

    @Test
    void asksAgainAtOnceWhereAKeptConnectionHadEnded() {
        server.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", CAT); // and ends it without a word

        for (int i = 0; i < 20; i++) {
            assertThat(bytes("/a")).isEqualTo(CAT);
        }
    }

    @Test
    void retriesLaterWhereNobodyListens() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (var lonely = Fetching.source(Duration.ofSeconds(5), closed)) {
            assertThat(Fetching.failure(lonely, "http://127.0.0.1:" + closed + "/")
                            .code())
                    .isEqualTo(FETCH_UNAVAILABLE);
        }
    }

    @Test
    void retriesLaterWhereANameHasNoAddress() throws IOException {
        try (var web = Fetching.source(Duration.ofSeconds(5), 80)) {
            var failure = Fetching.failure(web, "http://nowhere.example/a.jpg");

            assertThat(failure.code()).isEqualTo(FETCH_UNAVAILABLE);
            assertThat(failure.message()).contains("name has no address");
        }
    }

    @Test
    void refusesWhatIsNoHttp() {
        server.on("/smtp", out -> out.write("220 mail.example ESMTP\r\n".getBytes(US_ASCII)));
        server.on("/nothing", out -> {});
        server.on("/headers", out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            for (int i = 0; ; i++) {
                out.write(("X-" + i + ": y\r\n").getBytes(US_ASCII));
            }
        });
        server.on("/line", out -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
            while (true) {
                out.write(new byte[1024]);
            }
        });

        for (var target : List.of("/smtp", "/nothing", "/headers", "/line")) {
            assertThat(failure(target).code()).as(target).isEqualTo(FETCH_UNAVAILABLE);
        }
    }

    @Test
    void leavesAlongTheProxiesOfThePlatform() {
        server.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);
        var names = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
        names.forEach(name -> System.setProperty(name, "127.0.0.9"));
        try {
            assertThat(bytes("/a")).isEqualTo(CAT);
        } finally {
            names.forEach(System::clearProperty);
        }
    }

    private void awaitEnd() throws InterruptedException {
        testOver.await();
    }

    private boolean awaitEndFor(int millis) throws InterruptedException {
        return testOver.await(millis, TimeUnit.MILLISECONDS);
    }

    private String url(String target) {
        return "http://127.0.0.1:" + server.port() + target;
    }

    private byte[] bytes(String target) {
        return source.read(Fetching.image(url(target))).toArray();
    }

    private CaptionFailure failure(String target) {
        return Fetching.failure(source, url(target));
    }
}
