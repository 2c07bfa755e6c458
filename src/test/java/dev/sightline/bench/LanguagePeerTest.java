package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguagePeerTest {
    private static final String SCRIPT =
            """
            echo '{"peer":"fake","load_ms":99999}'
            for ms in 900 800 30 10 20; do
              echo '{"batch":4,"ms":{"prefill":'$ms',"decode":5}}'
            done
            """;
    private static final LanguageBench LIKE = new LanguageBench(Path.of("model"), Precision.INT4, 30, 13);

    @TempDir
    private Path folder;

    @Test
    void takesTheMiddleRunAndNoneOfTheWarmUps() throws IOException, InterruptedException {
        var result = peer(SCRIPT).run(LIKE, 4, 3);

        assertThat(result).isEqualTo(new LanguageBench.Result(20, 5));
    }

    @Test
    void saysWhoFailed() {
        var failing = peer("exit 2");

        assertThatThrownBy(() -> failing.run(LIKE, 4, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fake: it ended with 2 after 0 of 5");
    }

    private LanguagePeer peer(String script) {
        return new LanguagePeer("fake", new JsonProgram(List.of("sh", "-c", script, "sh"), folder));
    }
}
