package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
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
    void answersScoreAsByTheReferenceCodeOneByOneAndTogether() throws IOException {
        // given
        JsonNode golden = new ObjectMapper()
                .readTree(Path.of("src/test/resources/train/answer-scores.json").toFile());
        List<Judged> answers = new ArrayList<>();
        golden.forEach(one -> answers.add(new Judged(
                "" + answers.size(), "", one.get(0).asText(), List.of(one.get(1).asText()))));

        // when
        AnswerScores together = AnswerScores.of(answers);

        // then
        assertThat(together.exact().value()).isCloseTo(mean(golden, 2), Offset.offset(1e-9));
        assertThat(together.wups0().value()).isCloseTo(mean(golden, 3), Offset.offset(1e-6));
        assertThat(together.wups9().value()).isCloseTo(mean(golden, 4), Offset.offset(1e-6));
        WuPalmer similarity = new WuPalmer(WordNet.load());
        for (JsonNode one : golden) {
            List<String> said = AnswerScores.items(one.get(0).asText());
            List<String> reference = AnswerScores.items(one.get(1).asText());
            assertThat(AnswerScores.wups(similarity, said, reference, 0))
                    .as("%s", one)
                    .isCloseTo(one.get(3).asDouble(), Offset.offset(1e-6));
            assertThat(AnswerScores.wups(similarity, said, reference, 0.9))
                    .as("%s", one)
                    .isCloseTo(one.get(4).asDouble(), Offset.offset(1e-6));
        }
    }

    private static double mean(JsonNode golden, int column) {
        return StreamSupport.stream(golden.spliterator(), false)
                .mapToDouble(one -> one.get(column).asDouble())
                .average()
                .orElseThrow();
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
