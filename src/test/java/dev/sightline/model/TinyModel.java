package dev.sightline.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The tiny LLaVA among the tests' resources, copied for a test to change it. */
public final class TinyModel {
    private static final Path FOLDER =
            Path.of(System.getProperty("sightline.home", ".")).resolve("src/test/resources/models/llava");

    private TinyModel() {}

    /** Copies all of its files into a folder that is there. */
    public static void copyTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
