package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
    // two passes over four images in batches of two; times are of the batch, and only the second pass counts
    private static final String SCRIPT =
            """
            echo '{"peer":"fake","load_ms":99999}'
            for ms in 900 100; do
              for image in a b c d; do
                echo '{"image":"'$image'","tokens":5,"batch":2,"ms":{"vision":'$ms',"decode":300}}'
              done
            done
            """;

    @TempDir
    private Path folder;

    @Test
    void countsABatchsTimeOnceAndOnlyTheSecondPass() throws IOException, InterruptedException {
        var result = peer(SCRIPT).run(images(4));

        // (100 + 300) ms a batch of two images
        assertThat(result.imagesPerSecond()).isCloseTo(5, within(1e-9));
        assertThat(result.millisAnImage()).containsEntry("vision", 50.0).containsEntry("decode", 150.0);
        assertThat(result.tokensPerImage()).isEqualTo(5);
    }

    @Test
    void saysHowFarAPeerCameThatFailed() {
        var failing = peer("echo '{\"image\":\"a\",\"batch\":1,\"ms\":{}}'; exit 3");

        assertThatThrownBy(() -> failing.run(images(4)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fake: it ended with 3 after 1 of 8");
    }

    private Peer peer(String script) {
        return new Peer("fake", 2, new JsonProgram(List.of("sh", "-c", script, "sh"), folder));
    }

    private static List<Path> images(int count) {
        return IntStream.range(0, count).mapToObj(i -> Path.of("image-" + i)).toList();
    }
}
