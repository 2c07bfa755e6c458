package dev.sightline.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.preprocess.RgbImage;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageConfig;
import dev.sightline.storage.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredThumbnailsTest {
    private static final Sha256 CONTENT = Sha256.of(new byte[] {1});
    private static final RgbImage WIDE = new RgbImage(1024, 256, new byte[3 * 1024 * 256]);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Path folder;
    private ImageStore store;

    @BeforeEach
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        store = ImageStore.open(StorageSettings.inFolder(folder));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsASmallPictureUnderTheContentOfTheImage() throws IOException {
        thumbnails(true).keep(request("r-1"), CONTENT, WIDE);

        var kept = ImageIO.read(
                new ByteArrayInputStream(store.thumbnail(CONTENT).orElseThrow().toArray()));
        assertThat(List.of(kept.getWidth(), kept.getHeight())).containsExactly(512, 128);
        assertThat(store.contentOf("cat")).contains(CONTENT);
    }

    @Test
    void keepsNoneWhereNoneAreWantedAndNoneOfTheWarmUp() throws IOException {
        thumbnails(false).keep(request("r-1"), CONTENT, WIDE);
        thumbnails(true).keep(request(WarmUp.REQUEST_ID), CONTENT, WIDE);

        assertThat(store.thumbnail(CONTENT)).isEmpty();
    }

    @Test
    void countsThoseThatTheStoreDidNotTake() throws IOException {
        Files.writeString(folder.resolve("thumbnails"), "a file where the folder should be");

        thumbnails(true).keep(request("r-1"), CONTENT, WIDE);

        assertThat(registry.counter("caption.thumbnails.missed").count()).isEqualTo(1);
    }

    private StoredThumbnails thumbnails(boolean wanted) {
        return new StoredThumbnails(store, new Config(wanted), registry);
    }

    private static CaptionRequest request(String requestId) {
        var image = new ImageReference("s3://photos/cat.jpg", null, null, null);
        var tasks = List.of(TaskRequest.of(TaskType.CAPTION, null));
        return new CaptionRequest(requestId, "cat", image, tasks, Lane.LIVE, Instant.now(), null, null);
    }

    private record Config(boolean thumbnails) implements StorageConfig {
        @Override
        public String uri() {
            return "";
        }

        @Override
        public long maxImageBytes() {
            return 1;
        }

        @Override
        public OptionalLong maxBytes() {
            return OptionalLong.empty();
        }
    }
}
