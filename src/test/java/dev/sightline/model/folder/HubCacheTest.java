package dev.sightline.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCacheTest {
    @TempDir
    private Path cache;

    @Test
    void findsTheSnapshotThatMainNamesAndItsName() throws IOException {
        // given
        Path repository = repository("name", "abc", "def");
        main(repository, "abc\n");

        // when
        ModelFolder found = ModelFolder.open(repository);

        // then
        assertThat(found.path()).isEqualTo(repository.resolve("snapshots/abc"));
        assertThat(found.id()).isEqualTo("org/name");
    }

    @Test
    void findsTheOnlyModelOfACache() throws IOException {
        repository("name", "abc");

        assertThat(ModelFolder.open(cache).id()).isEqualTo("org/name");
    }

    @Test
    void asksForOneModelWhereACacheHoldsSeveral() throws IOException {
        repository("name", "abc");
        repository("other", "abc");

        assertThatThrownBy(() -> ModelFolder.open(cache))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageEndingWith("name the folder of one: models--org--name, models--org--other");
    }

    @Test
    void namesTheSnapshotThatIsMissingAndThoseThatAreThere() throws IOException {
        Path repository = repository("name", "abc", "def");
        main(repository, "gone");

        assertThatThrownBy(() -> ModelFolder.open(repository))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("refs/main names the revision gone")
                .hasMessageEndingWith("there are: abc, def");
    }

    @Test
    void readsFilesThroughTheLinksOfASnapshot() throws IOException {
        // given
        Path repository = repository("name", "abc");
        Path snapshot = repository.resolve("snapshots/abc");
        Files.createDirectory(repository.resolve("blobs"));
        Files.move(snapshot.resolve("config.json"), repository.resolve("blobs/4d7a"));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/4d7a"));

        // then
        assertThat(ModelFolder.open(repository).family().name()).isEqualTo("llava");
    }

    private Path repository(String name, String... revisions) throws IOException {
        Path repository = cache.resolve("models--org--" + name);
        for (String revision : revisions) {
            Path snapshot =
                    Files.createDirectories(repository.resolve("snapshots").resolve(revision));
            Files.writeString(snapshot.resolve("config.json"), "{\"model_type\": \"llava\"}");
        }
        return repository;
    }

    private static void main(Path repository, String revision) throws IOException {
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), revision);
    }
}
