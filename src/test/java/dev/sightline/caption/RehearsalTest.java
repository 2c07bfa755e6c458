package dev.sightline.caption;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.encode.EncodeListener;
import dev.sightline.encode.ImageFeatures;
import dev.sightline.failure.CaptionException;
import dev.sightline.generate.EngineListener;
import dev.sightline.model.Breakdown;
import dev.sightline.model.TinyModel;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import dev.sightline.preprocess.ImageProcessors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        TinyModel.copyTo(folder);
    }

    @Test
    void refusesAFolderWhosePicturesAreNotAsItsEncoderTakesThem() throws IOException {
        // given
        var recipe = folder.resolve("preprocessor_config.json");
        Files.writeString(recipe, "{}");

        // then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("does not take pictures as preprocessor_config.json has them made: ")
                .hasMessageContaining("pixel_values");
    }

    @Test
    void refusesAFolderWhoseChatTemplateIsBroken() throws IOException {
        // given
        Files.writeString(folder.resolve("chat_template.jinja"), "{% for m in messages %}{{ m.content(");

        // then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("it cannot write about a picture: The chat template");
    }

    @Test
    void doesNotBlameAFolderForMemoryThatIsMissing() throws IOException {
        // given
        var missing = new OutOfMemoryError("no more");
        var processor = ImageProcessors.of(folder);
        var failed = CompletableFuture.<ImageFeatures>failedFuture(
                new CaptionException(Breakdown.of("The vision encoder's run failed", missing), missing));

        // then
        assertThatThrownBy(() ->
                        new Rehearsal(ModelFolder.open(folder)).run(processor, pixels -> failed, new FakeGenerator()))
                .isSameAs(missing);
    }

    private void load() {
        LoadedModel.open(
                        CaptionerSettings.of(folder).withPrecision(Precision.FP32),
                        EncodeListener.NONE,
                        EngineListener.NONE)
                .close();
    }
}
