package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.text.ChatTurn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionedImagesTest {
    @ParameterizedTest
    @CsvSource({
        "A dog on the left., false",
        "The rightmost cup is red., false",
        "His RIGHT-hand glove., false",
        "It drives leftwards., false",
        "A bright light., true",
        "What is left over? None at all., false"
    })
    void anImageIsMirroredWhereNothingSaidAboutItHasALeftOrARight(String said, boolean mirrorable) {
        CaptionedImages images =
                CaptionedImages.of(Stream.of(Conversation.about("1", "a.jpg", "Describe this photo.", said)));

        assertThat(images.mirrorable("a.jpg")).isEqualTo(mirrorable);
    }

    @Test
    void everyTurnCountsForThat() {
        CaptionedImages images = CaptionedImages.of(Stream.of(new Conversation(
                "1",
                List.of("a.jpg"),
                List.of(
                        ChatTurn.userWithImages(1, "What is it?"),
                        ChatTurn.text("assistant", "Two cups."),
                        ChatTurn.text("user", "Which is red?"),
                        ChatTurn.text("assistant", "The left one.")))));

        assertThat(images.mirrorable("a.jpg")).isFalse();
    }
}
