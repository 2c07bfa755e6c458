package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.EVENT_MALFORMED;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_UNDECODABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.ImageReference;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageClaim;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFetcherTest {
    private static final ImageBytes CAT = ImageBytes.owning("cat".getBytes(UTF_8));

    @TempDir
    private Path folder;

    private Fetching fetching;
    private String stored;

    @BeforeEach
    void open() throws IOException {
        var store = ImageStore.open(StorageSettings.inFolder(folder));
        stored = store.put(new ImageClaim("a", Instant.EPOCH), CAT);
        fetching = new Fetching(ImageFetcher.open(FetchSettings.defaults(), store));
    }

    @Test
    void readsTheStore() {
        assertThat(fetching.bytes(stored)).asString().isEqualTo("cat");
    }

    @Test
    void missesWhatTheStoreDoesNotHave() {
        var failure = fetching.failure("sightline:" + "0".repeat(64));

        assertThat(failure.code()).isEqualTo(IMAGE_NOT_FOUND);
        assertThat(failure.message()).contains("submit the image again");
    }

    @Test
    void refusesAStoredCopyThatIsDamaged() throws IOException {
        try (var files = Files.walk(folder.resolve("images"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "dog");
            }
        }

        assertThat(fetching.failure(stored).code()).isEqualTo(IMAGE_UNDECODABLE);
    }

    @Test
    void acceptsBytesWithTheHashThatTheRequestGives() {
        var image = new ImageReference("data:,cat", null, CAT.sha256().hex().toUpperCase(java.util.Locale.ROOT), null);

        assertThat(fetching.fetcher().fetch(image)).isEqualTo(CAT);
    }

    @Test
    void refusesOtherBytesThanTheRequestMeans() {
        var failure = fetching.failure(
                new ImageReference("data:,dog", "pet.png", CAT.sha256().hex(), null));

        assertThat(failure.code()).isEqualTo(IMAGE_UNDECODABLE);
        assertThat(failure.message())
                .startsWith("pet.png: ")
                .contains(CAT.sha256().hex());
    }

    @Test
    void refusesAHashThatIsNone() {
        assertThat(fetching.failure(new ImageReference("data:,dog", null, "abc", null))
                        .code())
                .isEqualTo(EVENT_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "cat.jpg",
                "/etc/passwd",
                "//host/cat.jpg",
                "\\\\host\\share\\cat.jpg",
                "C:\\cat.jpg",
                " file:///etc/passwd",
                "ftp://example.com/cat.jpg",
                "jar:file:///a.jar!/cat.jpg",
                "gopher://example.com/",
                "javascript:alert(1)",
                "netdoc:///etc/passwd",
                "classpath:cat.jpg",
                "blob:https://example.com/1",
                "sightline:../../etc/passwd",
                "sightline:",
                "sightline://0000",
            })
    void refusesOtherAddresses(String uri) {
        assertThat(fetching.failure(uri).code()).isEqualTo(ADDRESS_FORBIDDEN);
    }
}
