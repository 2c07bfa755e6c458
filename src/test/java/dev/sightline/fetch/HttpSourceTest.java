package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.FETCH_TIMEOUT;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;
import static dev.sightline.failure.FailureCode.IMAGE_UNSUPPORTED_TYPE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpSourceTest {
    private static final int LIMIT = 100_000;
    private static final byte[] CAT = "cat".getBytes(UTF_8);

    private final CountDownLatch testOver = new CountDownLatch(1);
    private ScriptedServer server;
    private HttpSource source;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.http();
        source = source(Duration.ofSeconds(20), server.port());
    }

    @AfterEach
    void stop() throws IOException {
        testOver.countDown();
        source.close();
        server.close();
    }

    @Test
    void fetchesAnImage() {
        server.on("/a%20b/%C3%BC.jpg?w=1&sig=x", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

        assertThat(bytes("/a%20b/%C3%BC.jpg?w=1&sig=x#top")).isEqualTo(CAT);
    }

    @Test
    void readsBodiesHoweverTheyAreFramed() {
        server.on(
                "/chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
                "1\r\nc\r\n2;x=y\r\nat\r\n0\r\n\r\n".getBytes(US_ASCII));
        server.on("/to-the-end", "HTTP/1.1 200 OK", CAT);
        server.on("/http-1.0", "HTTP/1.0 200 OK", CAT);

        assertThat(bytes("/chunked")).isEqualTo(CAT);
        assertThat(bytes("/to-the-end")).isEqualTo(CAT);
        assertThat(bytes("/http-1.0")).isEqualTo(CAT);
    }

    @Test
    void asksPlainlyAndTellsNothingOfItself() {
        server.on("/1", "HTTP/1.1 200 OK\nSet-Cookie: id=1; Path=/\nContent-Length: 3", CAT);
        server.on("/2", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

        bytes("/1");
        bytes("/2");

        assertThat(server.requests().get(1).toLowerCase(Locale.ROOT))
                .startsWith("get /2 http/1.1")
                .contains("host: 127.0.0.1:" + server.port(), "accept-encoding: identity", "user-agent: sightline")
                .doesNotContain("cookie", "authorization", "referer", "java");
    }

    @ParameterizedTest
    @CsvSource({
        "401, image_forbidden",
        "403, image_forbidden",
        "451, image_forbidden",
        "400, image_forbidden",
        "404, image_not_found",
        "410, image_not_found",
        "408, fetch_unavailable",
        "429, fetch_unavailable",
        "500, fetch_unavailable",
        "502, fetch_unavailable",
        "503, fetch_unavailable",
        "504, fetch_unavailable",
        "599, fetch_unavailable",
        "204, fetch_unavailable",
        "206, fetch_unavailable",
        "304, fetch_unavailable",
        "300, fetch_unavailable",
        "302, fetch_unavailable",
    })
    void saysWhatAStatusMeans(int status, String code) {
        server.on("/a.jpg?token=secret", "HTTP/1.1 " + status + " Whatever\nContent-Length: 0");

        var failure = failure("/a.jpg?token=secret");

        assertThat(failure.code()).isEqualTo(FailureCode.valueOf(code.toUpperCase(Locale.ROOT)));
        assertThat(failure.message())
                .startsWith(url("/a.jpg") + ": the source ")
                .doesNotContain("secret");
    }

    @Test
    void refusesAnAnnouncedSizeBeyondTheLimitWithoutReading() {
        server.on("/a", out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n".getBytes(US_ASCII));
            out.flush();
            awaitEnd();
        });

        assertThat(failure("/a").code()).isEqualTo(IMAGE_TOO_LARGE);
    }

    @Test
    void takesExactlyTheLimitAndNotOneByteMore() {
        server.on("/full", "HTTP/1.1 200 OK", new byte[LIMIT]);
        server.on("/over", "HTTP/1.1 200 OK", new byte[LIMIT + 1]);

        assertThat(bytes("/full")).hasSize(LIMIT);
        assertThat(failure("/over").code()).isEqualTo(IMAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"chunked", "identity"})
    void cutsAnEndlessBodyAtTheLimit(String framing) {
        var chunked = framing.equals("chunked");
        server.on("/endless", out -> {
            out.write(("HTTP/1.1 200 OK\r\n" + (chunked ? "Transfer-Encoding: chunked\r\n" : "") + "\r\n")
                    .getBytes(US_ASCII));
            while (true) {
                out.write(((chunked ? "400\r\n" : "") + "x".repeat(1024) + (chunked ? "\r\n" : "")).getBytes(US_ASCII));
            }
        });
        var before = System.nanoTime();

        assertThat(failure("/endless").code()).isEqualTo(IMAGE_TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Content-Length: 5           | cat
                    Transfer-Encoding: chunked  | 5 cat
                    Transfer-Encoding: chunked  | zz cat
                    Content-Length: -1          | cat
                    Content-Length: many        | cat
                    Content-Length: 3x          | cat
                    """)
    void noticesABodyThatBreaksOff(String header, String body) {
        server.on("/a", "HTTP/1.1 200 OK\n" + header, body.replace(" ", "\r\n").getBytes(US_ASCII));

        assertThat(failure("/a").code()).isEqualTo(FETCH_UNAVAILABLE);
    }

    @Test
    void ignoresWhatFollowsTheAnnouncedLength() {
        server.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", "catastrophe".getBytes(US_ASCII));

        assertThat(bytes("/a")).isEqualTo(CAT);
    }

    @Test
    void undoesACompressionNobodyAskedFor() throws IOException {
        server.on("/gzip", "HTTP/1.1 200 OK\nContent-Encoding: GZIP", gzip(CAT));
        server.on("/broken", "HTTP/1.1 200 OK\nContent-Encoding: gzip", CAT);
        server.on("/br", "HTTP/1.1 200 OK\nContent-Encoding: br", CAT);
        server.on("/twice", "HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip", gzip(gzip(CAT)));

        assertThat(bytes("/gzip")).isEqualTo(CAT);
        assertThat(failure("/broken").code()).isIn(IMAGE_UNDECODABLE, FETCH_UNAVAILABLE);
        assertThat(failure("/br").code()).isEqualTo(IMAGE_UNSUPPORTED_TYPE);
        assertThat(failure("/twice").code()).isEqualTo(IMAGE_UNSUPPORTED_TYPE);
    }

    @Test
    void stopsAGzipBombAtTheLimit() throws IOException {
        server.on("/bomb", "HTTP/1.1 200 OK\nContent-Encoding: gzip", gzip(new byte[50 << 20]));

        assertThat(failure("/bomb").code()).isEqualTo(IMAGE_TOO_LARGE);
    }

    @Test
    void doesNotReadOnBehindTheEndOfAGzip() throws IOException {
        var body = gzip(CAT);
        server.on("/a", out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(US_ASCII));
            out.write(body);
            out.write("not gzip: ".getBytes(US_ASCII));
            while (true) {
                out.write(new byte[1024]);
            }
        });

        assertThat(bytes("/a")).isEqualTo(CAT);
    }

    @Test
    void timesOutASourceThatSaysNothing() throws IOException {
        server.on("/silent", out -> awaitEnd());
        try (var hasty = source(Duration.ofMillis(300), server.port())) {
            var failure = failure(hasty, url("/silent"));

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
        try (var hasty = source(Duration.ofMillis(500), server.port())) {
            assertThat(failure(hasty, url("/drip")).code()).isEqualTo(FETCH_TIMEOUT);
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
            try (var hasty = source(Duration.ofMillis(500), mute.getLocalPort())) {
                var before = System.nanoTime();

                var failure = failure(hasty, "https://images.example:" + mute.getLocalPort() + "/a");

                assertThat(failure.code()).isIn(FETCH_TIMEOUT, FETCH_UNAVAILABLE);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
            }
        }
    }

    @Test
    void trustsNoCertificateForAnotherName() throws IOException {
        try (var tls = new ScriptedServer(TestTls.context().getServerSocketFactory(), "127.0.0.1", 0);
                var web = source(
                        new FakeNames().with("third.example", "127.0.0.1"),
                        "127.0.0.1",
                        Duration.ofSeconds(5),
                        tls.port())) {
            tls.on("/a", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

            assertThat(failure(web, "https://third.example:" + tls.port() + "/a")
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
                assertThat(failure(real, "https://127.0.0.1:" + tls.port() + "/a")
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
            try (var hasty = source(Duration.ofMillis(800), tls.port())) {
                assertThat(failure(hasty, "https://images.example:" + tls.port() + "/slow")
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
        try (var lonely = source(Duration.ofSeconds(5), closed)) {
            assertThat(failure(lonely, "http://127.0.0.1:" + closed + "/").code())
                    .isEqualTo(FETCH_UNAVAILABLE);
        }
    }

    @Test
    void retriesLaterWhereANameHasNoAddress() throws IOException {
        try (var web = source(Duration.ofSeconds(5), 80)) {
            var failure = failure(web, "http://nowhere.example/a.jpg");

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
        return failure(source, url(target));
    }

    static CaptionFailure failure(HttpSource source, String url) {
        return catchThrowableOfType(CaptionException.class, () -> source.read(Fetching.image(url)))
                .failure();
    }

    static HttpSource source(Duration timeout, Integer... ports) throws IOException {
        return source(new FakeNames().with("images.example", "127.0.0.1"), "127.0.0.1", timeout, ports);
    }

    static HttpSource source(NameService names, String allowed, Duration timeout, Integer... ports) throws IOException {
        var web = new GuardSettings(Set.copyOf(Arrays.asList(ports)), List.of(Network.parse(allowed)));
        var settings =
                FetchSettings.defaults().withLimits(LIMIT, LIMIT, timeout).withHttp(new HttpSettings(web, 3));
        var guard = new AddressGuard(web, names);
        return new HttpSource(settings, guard, GuardedHttp.client(guard, timeout, TestTls.context()));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }
}
