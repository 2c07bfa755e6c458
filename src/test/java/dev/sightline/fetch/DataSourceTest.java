package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.EVENT_MALFORMED;
import static dev.sightline.failure.FailureCode.IMAGE_EMPTY;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {
    private static final int LIMIT = 512 << 10;

    @TempDir
    private Path folder;

    private Fetching fetching;

    @BeforeEach
    void open() throws IOException {
        fetching = new Fetching(
                ImageFetcher.open(FetchSettings.defaults(), ImageStore.open(StorageSettings.inFolder(folder))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    data:image/png;base64,aGVsbG8h hello!
                    DATA:image/png;BASE64,aGVsbG8h hello!
                    data:;base64,aGVsbG8h hello!
                    data:image/png;name=a.png;base64,aGVsbG8h hello!
                    data:image/png;base64,aGVsbG8%68 hello!
                    data:image/png;base64,aGVsbA== hell
                    data:image/png;base64,aGVsbA hell
                    data:image/png;base64,aGVsbA%3D%3D hell
                    data:image/png;base64,aGVs%0D%0AbG8h hello!
                    data:,hello+%21 hello+!
                    data:image/svg+xml,%3Csvg/%3E <svg/>
                    data:text/plain,ü ü
                    """)
    void readsBase64AndPercentEncoding(String uri, String bytes) {
        assertThat(new String(fetching.bytes(uri), UTF_8)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:",
                "data:image/png;base64",
                "data:image/png;base64,a",
                "data:image/png;base64,a-_=",
                "data:image/png;base64,aGVs=bG8h",
                "data:image/png;base64,%",
                "data:image/png;base64,%4",
                "data:image/png;base64,%GG",
                "data:image/png;base64,aGVsé",
                "data:image/png,%4",
                "data:image/png,%-1",
            })
    void refusesWhatIsBroken(String uri) {
        assertThat(fetching.failure(uri).code()).isEqualTo(EVENT_MALFORMED);
    }

    @Test
    void takesExactlyTheLimit() {
        var full = new byte[LIMIT];

        assertThat(fetching.bytes("data:image/png;base64," + Base64.getEncoder().encodeToString(full)))
                .hasSize(LIMIT);
        assertThat(fetching.bytes("data:image/png," + "%00".repeat(LIMIT))).hasSize(LIMIT);
    }

    @Test
    void refusesOneByteMore() {
        var over = new byte[LIMIT + 1];

        assertThat(fetching.failure(
                                "data:image/png;base64," + Base64.getEncoder().encodeToString(over))
                        .code())
                .isEqualTo(IMAGE_TOO_LARGE);
        assertThat(fetching.failure("data:image/png," + "%00".repeat(LIMIT + 1)).code())
                .isEqualTo(IMAGE_TOO_LARGE);
        assertThat(fetching.failure("data:image/png," + "é".repeat(LIMIT / 2) + "x")
                        .code())
                .isEqualTo(IMAGE_TOO_LARGE);
    }

    @Test
    void refusesMuchMoreWithoutDecodingItAll() {
        assertThat(fetching.failure("data:image/png;base64," + "A".repeat(50 << 20))
                        .code())
                .isEqualTo(IMAGE_TOO_LARGE);
    }

    @Test
    void saysThatNothingIsThere() {
        assertThat(fetching.failure("data:image/png;base64,").code()).isEqualTo(IMAGE_EMPTY);
        assertThat(fetching.failure("data:,").code()).isEqualTo(IMAGE_EMPTY);
    }

    @Test
    void neverRepeatsTheDataInItsMessage() {
        var failure = fetching.failure("data:image/png;base64,verysecret-");

        assertThat(failure.message()).startsWith("data:image/png: ").doesNotContain("verysecret");
    }
}
