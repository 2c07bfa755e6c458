package dev.sightline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same store in a bucket of a real server. */
@Tag("components")
class S3ImageStoreTest extends ImageStoreTest {
    private static final String BUCKET = "images";

    @TempDir
    private static Path folder;

    private static VersityGateway s3;
    private String prefix = "none";

    @BeforeAll
    static void startServer() throws IOException {
        s3 = VersityGateway.start(folder.resolve("s3"));
        s3.createBucket(BUCKET);
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @BeforeEach
    @Override
    void openStore() throws IOException {
        prefix = "tests/" + UUID.randomUUID();
        super.openStore();
    }

    @Override
    ImageStore open(long maxImageBytes, long maxBytes) throws IOException {
        return ImageStore.open(StorageSettings.at("s3://" + BUCKET + "/" + prefix + "/")
                .withLimits(maxImageBytes, maxBytes)
                .withS3(s3.settings()));
    }

    @Override
    int rounds() {
        return 10;
    }

    @Test
    void keepsEverythingBelowItsPrefixAndLeavesNothingBehind() throws IOException {
        try (var store = open(100, 100)) {
            store.put(claim("a"), CAT);
            assertThat(s3.keys(BUCKET))
                    .contains(prefix + "/images/77/77af778b51abd4a3c51c5ddd97204a9c3ae614ebccb75a606c3b6865aed6744e");

            store.release("a", NOON);
            assertThat(s3.keys(BUCKET)).noneMatch(key -> key.startsWith(prefix));
        }
    }

    @Test
    void saysWhatToDoAboutABucketThatIsNotThere() throws IOException {
        try (var store =
                ImageStore.open(StorageSettings.at("s3://no-such-bucket").withS3(s3.settings()))) {
            assertThatThrownBy(() -> store.get(CAT.sha256()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s3://no-such-bucket")
                    .hasMessageContaining("check sightline.storage.uri");
            assertThatThrownBy(() -> store.put(claim("a"), CAT)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysWhatToDoAboutAccessDenied() throws IOException {
        try (var store = ImageStore.open(StorageSettings.at("s3://" + BUCKET).withS3(s3.strangersSettings()))) {
            assertThatThrownBy(() -> store.put(claim("a"), CAT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("check sightline.storage.uri");
        }
    }
}
