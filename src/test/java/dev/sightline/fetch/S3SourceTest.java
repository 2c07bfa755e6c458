package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_TIMEOUT;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.S3Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 may say, said by a server that says what it is told; a real server is asked in {@link S3SourceComponentsTest}. */
@Timeout(60)
class S3SourceTest {
    private static final byte[] CAT = "cat".getBytes(UTF_8);

    private final CountDownLatch testOver = new CountDownLatch(1);
    private ScriptedServer server;
    private S3Source source;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.http();
        source = source(server.port(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws IOException {
        testOver.countDown();
        source.close();
        server.close();
    }

    @Test
    void readsAnObjectOfAListedBucket() {
        server.on("/photos/2026/a.jpg", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

        assertThat(source.read(Fetching.image("s3://photos/2026/a.jpg")).toArray())
                .isEqualTo(CAT);
        assertThat(server.requests().get(0)).contains("Authorization: AWS4-HMAC-SHA256 Credential=id/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://secrets/a.jpg",
                "s3://PHOTOS/a.jpg",
                "s3://photos",
                "s3://photos/",
                "s3:///photos/a.jpg",
                "s3:photos/a.jpg",
                "s3://photos@secrets/a.jpg",
                "s3://photos:80/a.jpg",
                "s3://photos%2F..%2Fsecrets/a.jpg",
                "s3://photos/../secrets/a.jpg",
                "s3://photos/./a.jpg",
                "s3://photos/x/../../secrets/a.jpg",
                "s3://photos/..\\secrets\\a.jpg",
                "s3://photos/a\u0000.jpg",
                "s3://photos/a\r\n.jpg",
                "s3://photos.s3.amazonaws.com/a.jpg",
                "s3://arn:aws:s3:us-east-1:123456789012:accesspoint/photos/a.jpg",
                "s3a://photos/a.jpg",
            })
    void refusesWhatIsNotListedWithoutAsking(String uri) {
        assertThat(failure(source, uri).code()).isEqualTo(ADDRESS_FORBIDDEN);
        assertThat(server.connections()).isZero();
    }

    @Test
    void triesADecodedKeyWhereTheWrittenOneIsNotThere() {
        server.on("/photos/a%2520b.jpg", "HTTP/1.1 404 Not Found\nConnection: close\nContent-Length: 0");
        server.on("/photos/a%20b.jpg", "HTTP/1.1 200 OK\nContent-Length: 3", CAT);

        assertThat(source.read(Fetching.image("s3://photos/a%20b.jpg")).toArray())
                .isEqualTo(CAT);
        assertThat(source.read(Fetching.image("s3://photos/a b.jpg")).toArray()).isEqualTo(CAT);
    }

    @Test
    void decodesNoWayOutOfTheBucket() {
        server.on("/photos/%252e%252e/secrets/a.jpg", "HTTP/1.1 404 Not Found\nConnection: close\nContent-Length: 0");

        assertThat(failure(source, "s3://photos/%2e%2e/secrets/a.jpg").code()).isEqualTo(IMAGE_NOT_FOUND);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, image_forbidden", "401, image_forbidden", "403, image_forbidden", "404, image_not_found",
        "429, fetch_unavailable", "500, fetch_unavailable", "503, fetch_unavailable", "301, image_forbidden",
    })
    void saysWhatAStatusMeans(int status, String code) {
        server.on("/photos/a.jpg", "HTTP/1.1 " + status + " Whatever\nConnection: close\nContent-Length: 0");

        var failure = failure(source, "s3://photos/a.jpg");

        assertThat(failure.code()).isEqualTo(FailureCode.valueOf(code.toUpperCase(Locale.ROOT)));
        assertThat(failure.message()).startsWith("s3://photos/a.jpg: S3 answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 409})
    void asksAgainWhereS3Stumbles(int status) {
        var asked = new AtomicInteger();
        server.on("/photos/a.jpg", out -> {
            var answer = asked.getAndIncrement() == 0
                    ? status + " Stumbled\r\nContent-Length: 0"
                    : "200 OK\r\nContent-Length: 3";
            out.write(("HTTP/1.1 " + answer + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            out.write(CAT);
        });

        assertThat(source.read(Fetching.image("s3://photos/a.jpg")).toArray()).isEqualTo(CAT);
        assertThat(asked).hasValue(2);
    }

    @Test
    void cutsAnObjectAtTheLimit() {
        server.on("/photos/announced.jpg", out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(US_ASCII));
            out.flush();
            testOver.await();
        });
        server.on("/photos/endless.jpg", out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                out.write(new byte[1024]);
            }
        });

        assertThat(failure(source, "s3://photos/announced.jpg").code()).isEqualTo(IMAGE_TOO_LARGE);
        assertThat(failure(source, "s3://photos/endless.jpg").code()).isEqualTo(IMAGE_TOO_LARGE);
    }

    @Test
    void timesOutAServerThatIsSilentOrSlow() throws IOException {
        server.on("/photos/silent.jpg", out -> testOver.await());
        server.on("/photos/drip.jpg", out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
            while (!testOver.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        });
        try (var hasty = source(server.port(), Duration.ofMillis(700))) {
            assertThat(failure(hasty, "s3://photos/silent.jpg").code()).isEqualTo(FETCH_TIMEOUT);
            assertThat(failure(hasty, "s3://photos/drip.jpg").code()).isEqualTo(FETCH_TIMEOUT);
        }
    }

    @Test
    void retriesLaterWhereAnObjectBreaksOffOrNobodyListens() throws IOException {
        server.on("/photos/short.jpg", "HTTP/1.1 200 OK\nContent-Length: 5", CAT);
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (var lonely = source(closed, Duration.ofSeconds(5))) {
            assertThat(failure(source, "s3://photos/short.jpg").code()).isEqualTo(FETCH_UNAVAILABLE);
            assertThat(failure(lonely, "s3://photos/a.jpg").code()).isEqualTo(FETCH_UNAVAILABLE);
        }
    }

    @Test
    void neverPrintsItsSecret() {
        server.on("/photos/a.jpg", "HTTP/1.1 403 Forbidden\nContent-Length: 0");

        assertThat(failure(source, "s3://photos/a.jpg").code()).isEqualTo(IMAGE_FORBIDDEN);
        assertThat(failure(source, "s3://photos/a.jpg").message()).doesNotContain("hush");
    }

    static CaptionFailure failure(S3Source source, String uri) {
        return Assertions.catchThrowableOfType(CaptionException.class, () -> source.read(Fetching.image(uri)))
                .failure();
    }

    private static S3Source source(int port, Duration timeout) {
        var server = new S3Settings(
                URI.create("http://127.0.0.1:" + port), null, true, new S3Settings.Credentials("id", "hush"));
        return new S3Source(FetchSettings.defaults()
                .withLimits(100_000, 1, timeout)
                .withBuckets(new BucketSettings(Set.of("photos"), server)));
    }
}
