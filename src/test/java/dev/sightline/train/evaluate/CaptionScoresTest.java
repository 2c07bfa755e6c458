package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaptionScoresTest {
    private static final Offset<Double> WITHIN = Offset.offset(1e-6);

    private static JsonNode golden;
    private static final List<Judged> CORPUS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        golden = new ObjectMapper()
                .readTree(
                        Path.of("src/test/resources/train/caption-scores.json").toFile());
        for (JsonNode one : golden.required("cases")) {
            List<String> references = new ArrayList<>();
            one.required("references").forEach(reference -> references.add(reference.asText()));
            CORPUS.add(new Judged(
                    one.required("id").asText(), "", one.required("prediction").asText(), references));
        }
    }

    @Test
    void bleuEqualsTheReferenceCode() {
        assertThat(Bleu.scores(CORPUS).stream().mapToDouble(Score::value).toArray())
                .containsExactly(doubles("bleu"), WITHIN);
    }

    @Test
    void ciderEqualsTheReferenceCodeImageByImage() {
        assertThat(CiderD.scores(CORPUS)).containsExactly(doubles("eachCider"), WITHIN);
        assertThat(CaptionScores.of(CORPUS).ciderD().value())
                .isCloseTo(golden.required("cider").asDouble(), WITHIN);
    }

    @Test
    void rougeEqualsTheReferenceCodeImageByImage() {
        assertThat(RougeL.scores(CORPUS)).containsExactly(doubles("eachRouge"), WITHIN);
        assertThat(CaptionScores.of(CORPUS).rougeL().value())
                .isCloseTo(golden.required("rouge").asDouble(), WITHIN);
    }

    @Test
    void everyIntervalHoldsItsScore() {
        CaptionScores.of(CORPUS).byName().forEach((name, score) -> {
            Estimate estimate = score.estimate();
            assertThat(estimate.value()).as(name).isBetween(estimate.low(), estimate.high());
            assertThat(estimate.high()).as(name).isGreaterThan(estimate.low());
        });
    }

    private static double[] doubles(String field) {
        List<Double> values = new ArrayList<>();
        golden.required(field).forEach(value -> values.add(value.asDouble()));
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
