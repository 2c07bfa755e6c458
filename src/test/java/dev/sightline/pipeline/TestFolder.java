package dev.sightline.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for what outlives a test's own temporary one: below {@code target}, which a clean build removes. */
public final class TestFolder {
    private TestFolder() {}

    /** A new one. */
    public static Path named(String prefix) {
        try {
            var target = Path.of(System.getProperty("sightline.home", "."), "target", "test-data");
            return Files.createTempDirectory(Files.createDirectories(target), prefix)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
