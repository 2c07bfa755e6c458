package dev.sightline.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsTest {
    private static final Judged CAT = judged("cat.jpg", "", "A cat.");
    private static final Judged DOG = judged("dog.jpg", "", "A dog.");
    private static final Judged COLOUR = judged("dog.jpg", "What colour?", "Brown.");

    @Test
    void pairsWhatWasSaidOfTheSameImageToTheSameQuestion() {
        Pairs pairs = Pairs.of(List.of(CAT, DOG, COLOUR), List.of(COLOUR, CAT));

        assertThat(pairs.first()).containsExactly(CAT, COLOUR).isEqualTo(pairs.second());
    }

    @Test
    void refusesWhatCannotBeCompared() {
        Judged other = new Judged("cat.jpg", "", "A cat.", List.of("Another reference."));

        assertThatThrownBy(() -> Pairs.of(List.of(CAT), List.of(other))).hasMessageContaining("other references");
        assertThatThrownBy(() -> Pairs.of(List.of(CAT, CAT), List.of(CAT))).hasMessageContaining("answered twice");
    }

    @Test
    void predictionsAreReadAsTheyWereWritten(@TempDir Path folder) throws IOException {
        // given
        Path file = folder.resolve("predictions.jsonl");

        // when
        PredictionFile.write(file, List.of(DOG, COLOUR));

        // then
        assertThat(PredictionFile.read(file)).containsExactly(DOG, COLOUR);
        assertThat(Files.readAllLines(file).get(1))
                .isEqualTo("{\"id\":\"dog.jpg\",\"question\":\"What colour?\",\"prediction\":\"Brown.\","
                        + "\"references\":[\"A reference.\"]}");
    }

    private static Judged judged(String id, String question, String prediction) {
        return new Judged(id, question, prediction, List.of("A reference."));
    }
}
