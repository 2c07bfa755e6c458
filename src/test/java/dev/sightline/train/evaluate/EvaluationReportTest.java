package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationReportTest {
    @TempDir
    Path folder;

    @Test
    void showsScoresAndWhatWasSaidWithoutTrustingIt() throws IOException {
        // given
        Judged judged = new Judged("a.jpg", "A <b>dog</b>.", List.of("A dog & a cat."));

        // when
        EvaluationReport.write(
                folder,
                "tiny",
                Map.of("CIDEr-D", 0.5, "CIDEr-D interval", new Interval(0.25, 0.75)),
                List.of(new EvaluationReport.Shown(judged, "What is it?", new byte[] {1, 2, 3})));

        // then
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains(
                        "0.250 to 0.750",
                        "A &lt;b&gt;dog&lt;/b&gt;.",
                        "A dog &amp; a cat.",
                        "data:image/jpeg;base64,AQID")
                .doesNotContain("<b>");
        assertThat(Files.readString(folder.resolve("evaluation.json"))).contains("\"CIDEr-D\" : 0.5");
    }
}
