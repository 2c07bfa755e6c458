package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionChoiceTest {
    private static final Processor FAST = new Processor(Set.of("avx512_vnni"));
    private static final Processor PLAIN = new Processor(Set.of("avx2"));

    @TempDir
    private Path folder;

    private ModelFolder measured(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llava\"}");
        Files.writeString(folder.resolve("precision.json"), json);
        return ModelFolder.open(folder);
    }

    @Test
    void takesBytesWhereTheProcessorMultipliesThemAndTheyAreNotWorse() throws IOException {
        // given
        ModelFolder good =
                measured("{\"int8\": {\"interval\": [-0.01, 0.02]}, \"int4\": {\"interval\": [-0.02, 0.01]}}");

        // when
        Precision fast =
                PrecisionChoice.of(good, Precision.AUTO, Device.CPU, FAST).precision();
        Precision plain =
                PrecisionChoice.of(good, Precision.AUTO, Device.CPU, PLAIN).precision();

        // then
        assertThat(fast).isEqualTo(Precision.INT8);
        assertThat(plain).isEqualTo(Precision.INT4);
    }

    @Test
    void passesOverAPrecisionThatIsMeasurablyWorse() throws IOException {
        // given
        ModelFolder lossy =
                measured("{\"int8\": {\"interval\": [-0.05, -0.01]}, \"int4\": {\"interval\": [-0.02, 0.01]}}");

        // when
        PrecisionChoice choice = PrecisionChoice.of(lossy, Precision.AUTO, Device.CPU, FAST);

        // then
        assertThat(choice.precision()).isEqualTo(Precision.INT4);
        assertThat(choice.reason()).contains("-0.02 to 0.01");
    }

    @Test
    void leavesAFolderWithoutFiguresAsItIs() throws IOException {
        // when
        Precision choice = PrecisionChoice.of(measured("{}"), Precision.AUTO, Device.CPU, FAST)
                .precision();

        // then
        assertThat(choice).isEqualTo(Precision.AUTO);
    }
}
