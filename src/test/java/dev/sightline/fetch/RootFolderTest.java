package dev.sightline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way where a system has no openat; the usual one is tested through {@link FileSourceTest}. */
class RootFolderTest {
    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectories(folder.toRealPath().resolve("root"));
        Files.createDirectories(root.resolve("a"));
        Files.writeString(root.resolve("a/b.jpg"), "bytes");
    }

    @Test
    void readsARegularFileWithoutOpenat() throws IOException {
        try (var file = RootFolder.openAndCheck(root, Path.of("a/b.jpg"))) {
            assertThat(Channels.newInputStream(file).readAllBytes()).asString().isEqualTo("bytes");
        }
        assertThatThrownBy(() -> RootFolder.openAndCheck(root, Path.of("a/none.jpg")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesLinksAndFoldersWithoutOpenat() throws IOException {
        Files.createSymbolicLink(root.resolve("way"), root.resolve("a"));
        Files.createSymbolicLink(root.resolve("last.jpg"), root.resolve("a/b.jpg"));

        for (var way : new String[] {"way/b.jpg", "last.jpg", "a"}) {
            assertThatThrownBy(() -> RootFolder.openAndCheck(root, Path.of(way)))
                    .isInstanceOf(ForbiddenFileException.class);
        }
    }
}
