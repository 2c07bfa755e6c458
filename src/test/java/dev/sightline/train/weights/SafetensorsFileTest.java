package dev.sightline.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        // given
        Path file = folder.resolve("a.safetensors");
        var tensor = new WeightTensor(new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-3f, 6});

        // when
        SafetensorsFile.write(file, Map.of("w", tensor), SafetensorsFile.Storage.F32, Map.of("step", "7"));

        // then
        SafetensorsFile read = SafetensorsFile.open(file);
        assertThat(read.names()).containsExactly("w");
        assertThat(read.metadata()).containsEntry("step", "7");
        assertThat(read.read("w").shape()).containsExactly(2, 3);
        assertThat(read.read("w").values()).containsExactly(tensor.values());
    }

    @Test
    void keepsHalvesToElevenBits() throws IOException {
        // given
        Path file = folder.resolve("a.safetensors");
        var tensor = new WeightTensor(new long[] {3}, new float[] {0.1f, 1234.5f, -3});

        // when
        SafetensorsFile.write(file, Map.of("w", tensor), SafetensorsFile.Storage.F16, Map.of());

        // then
        assertThat(SafetensorsFile.open(file).read("w").values()).containsExactly(0.099975586f, 1234f, -3f);
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("a.safetensors"), "not a safetensors file at all");

        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("no safetensors file");
    }

    @Test
    void namesTheFileThatIsCutOff() throws IOException {
        Path file = folder.resolve("a.safetensors");
        var tensor = new WeightTensor(new long[] {3}, new float[] {1, 2, 3});
        SafetensorsFile.write(file, Map.of("w", tensor), SafetensorsFile.Storage.F32, Map.of());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 2));

        assertThatThrownBy(() -> SafetensorsFile.open(file).read("w"))
                .hasMessage("a.safetensors is cut off: it ends within w");
    }

    @Test
    void namesTheTensorThatIsMissing() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(file, Map.of(), SafetensorsFile.Storage.F32, Map.of());

        assertThatThrownBy(() -> SafetensorsFile.open(file).read("w")).hasMessageContaining("no tensor w");
    }

    @Test
    void writesTheSameBytesInWhateverOrderItsMetadataComes() throws IOException {
        var tensors = Map.of("w", new WeightTensor(new long[] {1}, new float[] {1}));
        var one = new LinkedHashMap<>(Map.of("stage", "align"));
        one.put("architecture", "{}");
        var other = new LinkedHashMap<>(Map.of("architecture", "{}"));
        other.put("stage", "align");

        SafetensorsFile.write(folder.resolve("one"), tensors, SafetensorsFile.Storage.F32, one);
        SafetensorsFile.write(folder.resolve("other"), tensors, SafetensorsFile.Storage.F32, other);

        assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("other"));
    }
}
