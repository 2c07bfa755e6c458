package dev.sightline.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kit")
class ConformanceKitTest {
    private static final Path KIT = Path.of(System.getProperty("sightline.home", "."), "..", "shared", "conformance");

    @Test
    void answersEverythingAsTheReferenceDoes(@TempDir Path folder) throws IOException, InterruptedException {
        var results = folder.resolve("results.jsonl");
        try (var out = Files.newBufferedWriter(results)) {
            var run = new ConformanceRun(KIT, Precision.AUTO, line -> write(out, line.toString()), told -> {});
            assertThat(run.run()).isZero();
        }

        var score = new ProcessBuilder(
                        "python3", KIT.resolve("score.py").toString(), KIT.toString(), results.toString(), "--complete")
                .redirectErrorStream(true)
                .start();
        var said = new String(score.getInputStream().readAllBytes(), UTF_8);

        assertThat(score.waitFor()).as(said).isZero();
    }

    private static void write(Appendable out, String line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
