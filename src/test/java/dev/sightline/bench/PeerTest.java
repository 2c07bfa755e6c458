package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
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
                case $image in a) tokens=7 ;; *) tokens=4 ;; esac
                echo '{"image":"'$image'","caption":"a '$image'","tokens":'$tokens',"batch":2,"ms":{"vision":'$ms',"decode":300}}'
              done
            done
            """;

    @TempDir
    private Path folder;

    @Test
    void countsABatchsTimeOnceAndOnlyTheSecondPass() throws IOException, InterruptedException {
        var result = peer(SCRIPT).run(images(4)).result();

        // (100 + 300) ms a batch of two images
        assertThat(result.imagesPerSecond()).isCloseTo(5, within(1e-9));
        assertThat(result.millisAnImage()).containsEntry("vision", 50.0).containsEntry("decode", 150.0);
        assertThat(result.tokensPerImage()).isEqualTo(4.75);
        assertThat(result.tokensPerSecond()).isCloseTo(19.0 / 0.8, within(1e-9));
    }

    @Test
    void tellsWhenTokensCame() throws IOException, InterruptedException {
        var result = peer(SCRIPT).run(images(4)).result();

        assertThat(result.firstTokenMillis()).isEqualTo(100);
        // the steps of a batch are those of its longest caption: 300 ms for 6 in the one, for 3 in the other
        assertThat(result.tokenMillis()).isCloseTo((50 + 100) / 2.0, within(1e-9));
    }

    @Test
    void countsWhatATotalHasBeyondItsStages() throws IOException, InterruptedException {
        var script =
                """
                for pass in 1 2; do
                  echo '{"image":"a","tokens":3,"batch":1,"ms":{"preprocess":10,"vision":20,"prefill":30,"decode":40,"generate_total":110}}'
                done
                """;

        var result = peer(script).run(images(1)).result();

        assertThat(result.imagesPerSecond()).isCloseTo(1e3 / 120, within(1e-9));
        assertThat(result.firstTokenMillis()).isEqualTo(60);
        assertThat(result.tokenMillis()).isEqualTo(30);
    }

    @Test
    void keepsWhatItWrote() throws IOException, InterruptedException {
        assertThat(peer(SCRIPT).run(images(4)).texts())
                .containsExactly(entry("a", "a a"), entry("b", "a b"), entry("c", "a c"), entry("d", "a d"));
    }

    @Test
    void saysHowFarAPeerCameThatFailed() {
        var failing = peer("echo '{\"image\":\"a\",\"batch\":1,\"ms\":{}}'; echo 'No module named x' >&2; exit 3");

        assertThatThrownBy(() -> failing.run(images(4)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "fake: it ended with 3 after 1 of 8 lines, saying: No module named x; run it by hand");
    }

    private Peer peer(String script) {
        return new Peer("fake", 2, new JsonProgram(List.of("sh", "-c", script, "sh"), folder));
    }

    private static List<Path> images(int count) {
        return IntStream.range(0, count).mapToObj(i -> Path.of("image-" + i)).toList();
    }
}
