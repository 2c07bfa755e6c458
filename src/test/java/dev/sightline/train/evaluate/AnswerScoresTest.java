package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AnswerScoresTest {
    @Test
    void readsAnswersAsListsOfNouns() {
        assertThat(AnswerScores.items("2")).containsExactly("two");
        assertThat(AnswerScores.items("A garbage_bin, the chair.")).containsExactly("garbage bin", "chair");
        assertThat(AnswerScores.items("")).isEmpty();
    }

    @Test
    @Tag("train")
    void likenessOfNounsEqualsTheReferenceCode() throws IOException {
        JsonNode pairs = new ObjectMapper()
                .readTree(Path.of("src/test/resources/train/wordnet-similarity.json")
                        .toFile());
        WordNet wordNet = WordNet.load();
        WuPalmer similarity = new WuPalmer(wordNet);

        for (JsonNode pair : pairs) {
            String first = pair.get(0).asText().replace(' ', '_');
            String second = pair.get(1).asText().replace(' ', '_');
            assertThat(wordNet.senses(first)).as(first).hasSize(pair.get(2).asInt());
            assertThat(similarity.nouns(first, second))
                    .as("%s and %s", first, second)
                    .isCloseTo(pair.get(4).asDouble(), Offset.offset(1e-6));
        }
    }

    @Test
    @Tag("train")
    void nearSynonymsCountAtTheHighThresholdAndOthersATenth() throws IOException {
        List<Judged> answers = List.of(
                new Judged("1", "", "Two.", List.of("2")), // exact
                new Judged("2", "", "chair, lamp", List.of("lamp,chair")), // the order counts for exact match alone
                new Judged("3", "", "lamp", List.of("chair"))); // related through "artifact" only

        AnswerScores scores = AnswerScores.of(answers);

        assertThat(scores.exact().value()).isCloseTo(1 / 3.0, Offset.offset(1e-9));
        assertThat(scores.wups9().value()).isLessThan(scores.wups0().value()).isGreaterThan(2 / 3.0);
    }
}
