package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.runtime.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a model computes on a machine without a GPU, as those are that run the tests; also those of {@code -Pcuda}. */
class DeviceChoiceTest {
    private static final ModelFolder FOLDER =
            ModelFolder.open(Path.of(System.getProperty("sightline.home", "."), "src/test/resources/models/llava"));

    @Test
    void refusesCudaThatIsNotThereAndSaysWhatToDo() {
        assertThatThrownBy(() -> DeviceChoice.of(Device.CUDA, FOLDER))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageStartingWith("CUDA was asked for and cannot be used: ")
                .hasMessageContaining(DeviceChoice.isBuilt() ? "nvidia-smi must list one" : "sightline --device cuda");
    }

    @Test
    void autoTakesTheProcessorAndSaysWhyNotCuda() {
        // given
        long before = DeviceChoice.fallbacks();

        // when
        DeviceChoice choice = DeviceChoice.of(Device.AUTO, FOLDER);

        // then
        assertThat(choice.device()).isEqualTo(Device.CPU);
        assertThat(choice.reason()).startsWith("auto: ").contains("CUDA");
        assertThat(DeviceChoice.isBuilt() || choice.reason().endsWith(DeviceChoice.UNTRIED))
                .isTrue();
        assertThat(DeviceChoice.fallbacks() > before)
                .as("counted where the build could have used CUDA")
                .isEqualTo(DeviceChoice.isBuilt());
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void everyDeviceIsFoundByItsName(Device device) {
        assertThat(Device.parse(device.label())).isEqualTo(device);
    }

    @Test
    void anUnknownDeviceIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Device.parse("tpu")).hasMessage("No device tpu; there are auto, cpu, cuda");
    }
}
