package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;
import static dev.sightline.failure.FailureCode.IMAGE_UNSUPPORTED_TYPE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HttpSourceTest {
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
        server.on("/full", "HTTP/1.1 200 OK", new byte[Fetching.LIMIT]);
        server.on("/over", "HTTP/1.1 200 OK", new byte[Fetching.LIMIT + 1]);

        assertThat(bytes("/full")).hasSize(Fetching.LIMIT);
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

    private void awaitEnd() throws InterruptedException {
        testOver.await();
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

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }
}
