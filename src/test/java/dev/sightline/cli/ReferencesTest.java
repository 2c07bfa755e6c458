package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    @TempDir
    private Path folder;

    private References references;

    @BeforeEach
    void read() throws IOException {
        var lines =
                """
                dog.webp\ta brown dog runs through the deep snow
                dog.webp\ta dog in the snow
                cat.jpg\ta cat sleeps on a red sofa
                boat.jpg\ta small boat on a calm lake
                """;
        references = References.read(Files.writeString(folder.resolve("captions.tsv"), lines));
    }

    @Test
    void scoresOnlyImagesThatSomebodyDescribed() {
        var texts = Map.of("/photos/dog.jpg", "a dog in the snow", "/photos/unknown.jpg", "a dog in the snow");

        assertThat(references.compare(texts, texts).orElseThrow().images()).isEqualTo(1);
        assertThat(references.ciderD(Map.of("unknown.jpg", "a dog"))).isEmpty();
    }

    @Test
    void findsTextsWorseThatAreWorseOfEveryImage() {
        // given
        var good =
                Map.of("dog.png", "a dog in the snow", "cat.png", "a cat sleeps on a red sofa", "boat.png", "a boat");
        var bad = Map.of("dog.png", "two men talk", "cat.png", "a blue car", "boat.png", "children play football");

        // when
        var comparison = references.compare(bad, good).orElseThrow();

        // then
        assertThat(comparison.worse()).isTrue();
        assertThat(comparison.difference().high()).isNegative();
        assertThat(references.compare(good, bad).orElseThrow().worse()).isFalse();
        assertThat(references.compare(good, good).orElseThrow().worse()).isFalse();
    }

    @Test
    void saysWhichFileItCannotRead() {
        assertThatThrownBy(() -> References.read(folder.resolve("none.tsv")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("none.tsv");
    }

    @Test
    void namesTheLineThatIsInAnotherEncoding() throws IOException {
        var file = Files.writeString(folder.resolve("latin.tsv"), "a.jpg\tone\nb.jpg\tein Café\n", ISO_8859_1);

        assertThatThrownBy(() -> References.read(file))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 2: no UTF-8: convert the file");
    }

    @Test
    void namesTheLineWithoutATab() throws IOException {
        var file = Files.writeString(folder.resolve("spaces.tsv"), "a.jpg\tone\nb.jpg two\n");

        assertThatThrownBy(() -> References.read(file))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("line 2: no tab");
    }
}
