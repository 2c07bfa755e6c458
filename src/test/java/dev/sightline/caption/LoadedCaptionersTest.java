package dev.sightline.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.FailureCode;
import dev.sightline.fetch.FetchSettings;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadedCaptionersTest {
    private static final Path HOME =
            Path.of(System.getProperty("sightline.home", ".")).toAbsolutePath();
    private static final Path SHIPPED = HOME.resolve("src/main/model");
    private static final Path TINY = HOME.resolve("src/test/resources/models/llava");
    private static final Path PHOTO = HOME.resolve("src/main/photos/chelsea.jpg");
    private static final long ENOUGH = 1L << 32;

    @Test
    void givesEachTaskToTheModelItNamesAndRefusesOneThatIsNotThere() {
        // given
        var settings = CaptionerSettings.of(TINY).withPrecision(Precision.FP32).withBatch(2);
        var shipped = ModelFolder.open(SHIPPED).id();
        try (var fetcher =
                        ImageFetcher.openWithoutStore(FetchSettings.defaults().withFileRoots(List.of(HOME)));
                var captioners = LoadedCaptioners.open(
                        new ModelsInMemory(List.of(TINY, SHIPPED), ENOUGH),
                        settings.withPrecision(Precision.AUTO),
                        fetcher,
                        Thumbnails.NONE,
                        ImagePlacer.NONE,
                        CaptionListener.NONE)) {
            // when
            var outcomes = captioners
                    .caption(request(task("a", shipped), task("b", null), task("c", "other/model"), task("d", "llava")))
                    .join();

            // then
            assertThat(outcomes).extracting(TaskOutcome::taskId).containsExactly("a", "b", "c", "d");
            assertThat(model(outcomes.get(0))).isEqualTo(shipped);
            assertThat(model(outcomes.get(1))).isEqualTo("llava");
            assertThat(model(outcomes.get(3))).isEqualTo("llava");
            assertThat(captioners.modelRevision(task("a", shipped))).contains(revision(outcomes.get(0)));
            assertThat(captioners.modelRevision(task("b", null))).contains(revision(outcomes.get(1)));
            assertThat(captioners.modelRevision(null)).contains(revision(outcomes.get(1)));
            var failure = ((TaskOutcome.Failed) outcomes.get(2)).failure();
            assertThat(failure.code()).isEqualTo(FailureCode.TASK_UNSUPPORTED);
            assertThat(failure.message())
                    .startsWith("model other/model is not loaded")
                    .contains("llava (", "MiB), " + shipped + " (");
        }
    }

    @Test
    void refusesAThirdModelAndSaysWhichAreThere() {
        var three = new ModelsInMemory(List.of(SHIPPED, TINY, TINY), ENOUGH);

        assertThatThrownBy(three::check)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageMatching("llava \\(.* MiB\\) is one model too many beside .* MiB\\) and llava \\(.*"
                        + "Take one out of sightline.engine.more-models, or run it in a process of its own");
    }

    @Test
    void refusesASecondModelBeyondTheLimitAndSaysTheirSizes() {
        var both = new ModelsInMemory(List.of(SHIPPED, TINY), 1 << 20);
        var one = new ModelsInMemory(List.of(SHIPPED), 1 << 20);

        assertThatThrownBy(both::check)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(
                        "does not fit beside " + ModelFolder.open(SHIPPED).id() + " (")
                .hasMessageContaining("together they may have 1.0 MiB");
        assertThat(one.check()).contains(" MiB)");
    }

    private static String model(TaskOutcome outcome) {
        return ((TaskOutcome.Done) outcome).text().model().id();
    }

    private static String revision(TaskOutcome outcome) {
        return ((TaskOutcome.Done) outcome).text().model().revision();
    }

    private static TaskRequest task(String id, @Nullable String model) {
        var parameters = GenerationParameters.ofMaxNewTokens(4);
        return new TaskRequest(id, "caption", null, null, null, null, model, parameters, null);
    }

    private static CaptionRequest request(TaskRequest... tasks) {
        return new CaptionRequest(
                "request",
                "chelsea",
                new ImageReference(PHOTO.toUri().toString(), "chelsea.jpg", null, null),
                List.of(tasks),
                Lane.LIVE,
                Instant.now(),
                null,
                null);
    }
}
