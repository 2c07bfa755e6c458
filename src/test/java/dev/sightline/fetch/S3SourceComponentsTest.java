package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.IMAGE_EMPTY;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.storage.ImageStore;
import dev.sightline.storage.S3Settings;
import dev.sightline.storage.StorageSettings;
import dev.sightline.storage.VersityGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images from a real S3 server. */
@Tag("components")
class S3SourceComponentsTest {
    private static final byte[] CAT = "cat".getBytes(UTF_8);

    @TempDir
    private static Path folder;

    private static VersityGateway s3;

    @BeforeAll
    static void start() throws IOException {
        s3 = VersityGateway.start(folder.resolve("s3"));
        s3.createBucket("photos");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.jpg",
                "2026/05/a b+c.jpg",
                "ünï/☂.jpg",
                "a?b#c&d=e.jpg",
                "100%.jpg",
                "it's (1) [2] {3}~!$,;@:.jpg"
            })
    void readsKeysAsTheyAreWritten(String key) throws IOException {
        s3.put("photos", key, CAT);

        assertThat(fetching(s3.settings()).bytes("s3://photos/" + key)).isEqualTo(CAT);
    }

    @Test
    void readsKeysThatTheSenderEncoded() throws IOException {
        s3.put("photos", "b/a b ü.jpg", CAT);

        assertThat(fetching(s3.settings()).bytes("s3://photos/b/a%20b%20%C3%BC.jpg"))
                .isEqualTo(CAT);
    }

    @Test
    void missesWhatIsNotThere() throws IOException {
        assertThat(fetching(s3.settings()).failure("s3://photos/none.jpg").message())
                .isEqualTo(
                        "s3://photos/none.jpg: S3 answered 404 NoSuchKey; check bucket and key, or submit the image again");
        assertThat(fetching(s3.settings()).failure("s3://unmade/a.jpg").code()).isEqualTo(IMAGE_NOT_FOUND);
    }

    @Test
    void isRefusedWithoutAccess() throws IOException {
        s3.put("photos", "a.jpg", CAT);

        assertThat(fetching(s3.strangersSettings()).failure("s3://photos/a.jpg").code())
                .isEqualTo(IMAGE_FORBIDDEN);
    }

    @Test
    void holdsItsLimits() throws IOException {
        s3.put("photos", "full.jpg", new byte[1000]);
        s3.put("photos", "over.jpg", new byte[1001]);
        s3.put("photos", "empty.jpg", new byte[0]);

        assertThat(fetching(s3.settings()).bytes("s3://photos/full.jpg")).hasSize(1000);
        assertThat(fetching(s3.settings()).failure("s3://photos/over.jpg").code())
                .isEqualTo(IMAGE_TOO_LARGE);
        assertThat(fetching(s3.settings()).failure("s3://photos/empty.jpg").code())
                .isEqualTo(IMAGE_EMPTY);
    }

    private static Fetching fetching(S3Settings access) throws IOException {
        var settings = FetchSettings.defaults()
                .withLimits(1000, 1000, Duration.ofSeconds(10))
                .withBuckets(new BucketSettings(Set.of("photos", "unmade"), access));
        return new Fetching(
                ImageFetcher.open(settings, ImageStore.open(StorageSettings.inFolder(folder.resolve("store")))));
    }
}
