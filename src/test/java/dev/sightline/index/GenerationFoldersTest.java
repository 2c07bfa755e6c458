package dev.sightline.index;

import static dev.sightline.index.Entries.NOON;
import static dev.sightline.index.Entries.captioned;
import static dev.sightline.index.Entries.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationFoldersTest {
    private static final IndexPositions POSITIONS = new IndexPositions("these", Map.of(), NOON);

    @TempDir
    private Path parent;

    private GenerationFolders folders;
    private Path folder;

    @BeforeEach
    void anIndexOfOneImage() throws IOException {
        folders = new GenerationFolders(parent);
        folder = folders.oldest();
        try (var index = ImageIndex.open(folder)) {
            index.apply(captioned("dog", "A dog"));
            index.commit(POSITIONS);
        }
    }

    @Test
    void goesOnWithAWholeOne() throws IOException {
        try (var index = folders.open(folder, positions -> positions.equals(POSITIONS))) {
            assertThat(ids(index.search(SearchQuery.words("dog", 9)))).containsExactly("dog");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments_", ".si", ".cfe", ".cfs"})
    void beginsAnewWhereAFileIsMissingCutShortOrNotOurs(String name) throws IOException {
        for (var damage : Damage.values()) {
            // given
            try (var files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().contains(name))
                        .forEach(damage::to);
            }

            // when
            try (var index = folders.open(folder, positions -> true)) {
                // then
                assertThat(index.size()).as("%s %s", damage, name).isZero();
                index.apply(captioned("dog", "A dog"));
                index.commit(POSITIONS);
            }
        }
    }

    @Test
    void beginsAnewWhereAnotherVersionsCodecWroteIt() throws IOException {
        // given
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(f -> f.toString().contains("segments_")).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                Files.write(file, text.replace("Lucene912", "Lucene999").getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        // when
        try (var index = folders.open(folder, positions -> true)) {
            // then
            assertThat(index.isNew()).isTrue();
        }
    }

    private enum Damage {
        MISSING {
            @Override
            void damage(Path file) throws IOException {
                Files.delete(file);
            }
        },
        CUT_SHORT {
            @Override
            void damage(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        NOT_OURS {
            @Override
            void damage(Path file) throws IOException {
                Files.write(file, new byte[1000]);
            }
        };

        abstract void damage(Path file) throws IOException;

        void to(Path file) {
            try {
                damage(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
