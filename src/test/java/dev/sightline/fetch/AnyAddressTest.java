package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.FailureCode;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A law: whatever stands as an address, there is an image or a failure with a code, and nothing else. */
class AnyAddressTest {
    private static final String ALPHABET =
            "/\\.:@%?#[]&=+;,~-_ 0123456789abcdefxX\u0000\n\r\t\u00e9\u202e\u2460\uff0e\ud800\udc00";
    private static final Set<FailureCode> EXPECTED = EnumSet.of(
            FailureCode.ADDRESS_FORBIDDEN,
            FailureCode.EVENT_MALFORMED,
            FailureCode.IMAGE_EMPTY,
            FailureCode.IMAGE_NOT_FOUND,
            FailureCode.IMAGE_TOO_LARGE);

    @TempDir
    private Path folder;

    private ImageFetcher fetcher;

    @BeforeEach
    void open() throws IOException {
        // no port is open, so that nothing is asked of the network
        var web = new HttpSettings(new GuardSettings(Set.of(), List.of()), 0);
        fetcher = ImageFetcher.open(
                FetchSettings.defaults().withFileRoots(List.of(folder)).withHttp(web),
                ImageStore.open(StorageSettings.inFolder(folder.resolve("store"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesAnImageOrAFailureWithACode(long seed) throws IOException {
        var random = new Random(seed);
        var known = addresses();
        for (int i = 0; i < 3_000; i++) {
            var address = mutated(known.get(random.nextInt(known.size())), random);
            try {
                assertThat(fetcher.fetch(new ImageReference(address, null, null, null))
                                .size())
                        .isPositive();
            } catch (CaptionException e) {
                assertThat(e.failure().code()).as(address).isIn(EXPECTED);
                assertThat(e.failure().message()).as(address).doesNotContainPattern("\\p{Cc}");
            }
        }
    }

    private static String mutated(String address, Random random) {
        var text = new StringBuilder(address);
        for (int edits = random.nextInt(6); edits >= 0; edits--) {
            var at = random.nextInt(text.length() + 1);
            var c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, c);
                case 1 -> text.replace(at, Math.min(at + 1, text.length()), String.valueOf(c));
                default -> text.delete(at, Math.min(at + 1 + random.nextInt(3), text.length()));
            }
        }
        return text.toString();
    }

    private List<String> addresses() throws IOException {
        var addresses = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(
                AnyAddressTest.class.getResourceAsStream("/fetch/hostile-addresses.csv"), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split("\\|", 2)[0]).forEach(addresses::add);
        }
        for (int i = 0; i < 20; i++) {
            addresses.add("file://" + folder + "/a/b%20c.jpg");
            addresses.add("data:image/png;base64,aGVsbG8h");
            addresses.add("data:image/png;x=y,hello%21");
            addresses.add("sightline:" + "0a".repeat(32));
            addresses.add("s3://bucket/a/b.jpg");
        }
        return addresses;
    }
}
