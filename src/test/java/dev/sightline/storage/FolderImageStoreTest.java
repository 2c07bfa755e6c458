package dev.sightline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderImageStoreTest extends ImageStoreTest {
    @TempDir
    private Path folder;

    @Override
    ImageStore open(long maxImageBytes, long maxBytes) throws IOException {
        return ImageStore.open(
                StorageSettings.inFolder(folder.resolve("a store")).withLimits(maxImageBytes, maxBytes));
    }

    @Test
    void keepsItsImagesOverARestart() throws IOException {
        try (var first = open(100, 100)) {
            first.put(claim("a"), CAT);
        }
        try (var second = open(100, 100)) {
            assertThat(second.get(CAT.sha256())).contains(CAT);
        }
    }

    @Test
    void mendsAFileThatAFullDiskCutShort() throws IOException {
        try (var store = open(100, 100)) {
            store.put(claim("a"), CAT);
            Files.write(folder.resolve("a store").resolve(StoreLayout.image(CAT.sha256())), new byte[0]);

            store.put(claim("b"), CAT);

            assertThat(store.get(CAT.sha256())).contains(CAT);
        }
    }

    @Test
    void outlivesAPowerFailureThatEmptiedClaimAndThumbnail() throws IOException {
        try (var store = open(100, 100)) {
            store.put(claim("a"), CAT);
            store.putThumbnail(claim("a"), CAT.sha256(), SMALL);
            for (var key : List.of(
                    StoreLayout.thumbnail(CAT.sha256()),
                    StoreLayout.claimOf("a", CAT.sha256()),
                    StoreLayout.claimOn(CAT.sha256(), "a"))) {
                Files.write(folder.resolve("a store").resolve(key), new byte[0]);
            }

            assertThat(store.get(CAT.sha256())).contains(CAT);
            assertThat(store.thumbnail(CAT.sha256())).isEmpty();
            assertThat(store.contentOf("a")).contains(CAT.sha256());

            store.release("a", NOON);
            assertThat(store.get(CAT.sha256())).isEmpty();
        }
    }

    @Test
    void leavesNothingHalfWrittenAndSweepsWhatACrashLeft() throws IOException {
        var passing = folder.resolve("a store/passing");
        try (var store = open(100, 100)) {
            store.put(claim("a"), CAT);
            store.release("a", NOON);
            assertThat(passing).isEmptyDirectory();
        }
        var left = Files.writeString(passing.resolve("left"), "half an image");
        var recent = Files.writeString(passing.resolve("recent"), "on its way");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        open(100, 100).close();

        assertThat(left).doesNotExist();
        assertThat(recent).exists();
    }
}
