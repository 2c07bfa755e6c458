package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        // when
        EvaluationReport.write(folder, evaluation("tiny", "A <b>dog</b>.", 0.5), null, image -> new byte[] {1, 2, 3});

        // then
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains(
                        "0.500 (0.500 to 0.500)",
                        "A &lt;b&gt;dog&lt;/b&gt;.",
                        "A dog &amp; a cat.",
                        "What is it?",
                        "data:image/jpeg;base64,AQID")
                .doesNotContain("<b>", "difference");
        JsonNode json = json();
        assertThat(json.at("/scores/CIDEr-D/value").asDouble()).isEqualTo(0.5);
        assertThat(json.has("differences")).isFalse();
    }

    @Test
    void showsTwoModelsSideBySideWithTheirPairedDifference() throws IOException {
        // when
        EvaluationReport.write(
                folder, evaluation("new", "A dog.", 0.75), evaluation("old", "A cat.", 0.5), image -> new byte[0]);

        // then
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("new beside old", "0.250 (0.250 to 0.250)", "A dog.", "A cat.")
                .doesNotContain("<img");
        JsonNode json = json();
        assertThat(json.at("/model").asText()).isEqualTo("new");
        assertThat(json.at("/comparedWith/model").asText()).isEqualTo("old");
        assertThat(json.at("/comparedWith/scores/CIDEr-D/high").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/differences/CIDEr-D/low").asDouble()).isEqualTo(0.25);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    }

    private static Evaluation evaluation(String model, String said, double score) {
        Judged judged = new Judged("a.jpg", "What is it?", said, List.of("A dog & a cat."));
        return new Evaluation(model, Map.of("CIDEr-D", Score.mean(new double[] {score})), List.of(judged));
    }
}
