package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentBenchTest {
    @TempDir
    Path folder;

    @Test
    void everyEventChangesItsDocumentExactlyOnce() {
        var result = new DocumentBench(50, 1).run(folder);

        assertThat(result.documentsRead()).isEqualTo(200);
        assertThat(result.startSeconds()).isPositive();
        assertThat(result.eventsPerSecond()).isNotNegative(); // none where the first look saw them all
    }
}
