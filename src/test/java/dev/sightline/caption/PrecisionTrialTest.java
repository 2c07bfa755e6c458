package dev.sightline.caption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTrialTest {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();
    private static final Path TINY = HOME.resolve("src/test/resources/models/llava");
    private static final Path SHIPPED = HOME.resolve("src/main/model");

    @TempDir
    private Path memory;

    private CaptionerSettings settings(Path model) {
        return CaptionerSettings.of(model).withTrial(new PrecisionTrial(HOME.resolve("src/main/photos"), memory));
    }

    @Test
    void comparesThePrecisionsThatTheFolderHasOnceAndRemembersTheVerdict() throws IOException {
        // given
        var folder = ModelFolder.open(TINY);

        // when
        var first = settings(TINY).verdict(folder).orElseThrow();
        var again = settings(TINY).verdict(folder).orElseThrow();

        // then
        assertThat(first.figures())
                .extracting(PrecisionVerdict.Figure::precision)
                .containsExactly(Precision.FP32, Precision.INT8);
        assertThat(first.figures()).allSatisfy(figure -> {
            assertThat(figure.agreement()).isBetween(0.0, 1.0);
            assertThat(figure.millis()).isPositive();
        });
        assertThat(again).isEqualTo(first);
        try (Stream<Path> kept = Files.list(memory)) {
            assertThat(kept).hasSize(1);
        }
    }

    @Test
    void leavesWhatIsMeasuredOrAskedForAlone() {
        var asked = settings(TINY).withPrecision(Precision.FP32).verdict(ModelFolder.open(TINY));
        var measured = settings(SHIPPED).verdict(ModelFolder.open(SHIPPED));

        assertThat(asked).isEmpty();
        assertThat(measured).isEmpty();
    }

    @Test
    void takesTheFastestThatAgreesAndSaysSo() {
        // given
        var verdict = new PrecisionVerdict(List.of(
                new PrecisionVerdict.Figure(Precision.FP32, 1, 30),
                new PrecisionVerdict.Figure(Precision.INT8, 0.9, 20),
                new PrecisionVerdict.Figure(Precision.INT4, 0.74, 10)));

        // when
        var chosen = verdict.precision();

        // then
        assertThat(chosen).isEqualTo(Precision.INT8);
        assertThat(verdict.reason()).contains("int8 20 ms a text, agreeing in 90% of tokens", "75%");
    }
}
