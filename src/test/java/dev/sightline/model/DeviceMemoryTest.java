package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.CacheMemory;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.OnnxRuntime;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The device's way of keeping keys and values, on the only device that every machine has: its processor. */
class DeviceMemoryTest {
    private static final Path MODELS = Path.of(System.getProperty("sightline.home", "."), "src/test/resources/models");

    private Decoder decoder;
    private DeviceAllocator allocator;

    @BeforeEach
    void open() {
        decoder = load("gqa");
        allocator = decoder.allocator(Device.CPU);
    }

    private static Decoder load(String model) {
        Path onnx = MODELS.resolve(model).resolve("onnx");
        return DecoderOrigin.load(
                onnx.resolve("decoder_model_merged.onnx"),
                onnx.resolve("embed_tokens.onnx"),
                DecoderRewriting.to(Precision.FP32),
                Device.CPU);
    }

    @AfterEach
    void close() {
        allocator.close();
        decoder.close();
    }

    @Test
    void slotsOnADeviceGiveTheLogitsOfSlotsInTheMachinesMemory() {
        // given
        try (KeyValueCache host = decoder.allocate(4, 32);
                KeyValueCache device = decoder.allocate(allocator, 4, 32)) {
            // when
            List<float[]> expected = TinyTexts.scores(decoder, host);
            List<float[]> found = TinyTexts.scores(decoder, device);

            // then
            assertThat(decoder.inPlace()).isTrue();
            assertThat(found).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void cohortsOnADeviceGiveTheLogitsOfCohortsInTheMachinesMemory() {
        try (Decoder concatenating = load("llava");
                DeviceAllocator memory = concatenating.allocator(Device.CPU);
                KeyValueCache host = concatenating.allocate(4, 32);
                KeyValueCache device = concatenating.allocate(memory, 4, 32)) {
            // when
            List<float[]> expected = TinyTexts.scores(concatenating, host);
            List<float[]> found = TinyTexts.scores(concatenating, device);

            // then
            assertThat(found).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void copiesPiecesAndGrowsWithoutForgetting() throws OrtException {
        // given
        float[] numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        try (CacheMemory memory = allocator.allocate(2, OnnxJavaType.FLOAT, 24)) {
            write(memory, numbers);

            // when
            memory.copy(0, 12, 3, 4, 2);
            memory.reserve(600_000);

            // then
            List<OnnxTensor> read = memory.tensors(0, 600_000);
            for (OnnxTensor tensor : read) {
                FloatBuffer found = tensor.getFloatBuffer();
                for (int piece = 0; piece < 3; piece++) {
                    assertThat(found.get(12 + 4 * piece)).isEqualTo(4f * piece);
                    assertThat(found.get(13 + 4 * piece)).isEqualTo(4f * piece + 1);
                }
                assertThat(found.get(11)).isEqualTo(11);
                assertThat(found.get(599_999)).isZero();
                tensor.close();
            }
            assertThatThrownBy(() -> memory.tensors(1, 900_000)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private void write(CacheMemory memory, float[] numbers) throws OrtException {
        try (DeviceCopy copier = allocator.copier(2, OnnxJavaType.FLOAT);
                OnnxTensor from = OnnxTensor.createTensor(
                        OnnxRuntime.environment(), FloatBuffer.wrap(numbers), new long[] {numbers.length})) {
            List<OnnxTensor> to = memory.tensors(0, numbers.length);
            copier.copy(List.of(from, from), to);
            to.forEach(OnnxTensor::close);
        }
    }

    @Test
    void freesAllThatItAllocated() {
        // given
        KeyValueCache cache = decoder.allocate(allocator, 4, 32);
        int held = allocator.allocations();

        // when
        cache.close();

        // then
        assertThat(held).isEqualTo(4);
        assertThat(allocator.allocations()).isZero();
    }

    @Test
    void saysWhatTheRuntimeSaysOfADeviceThatIsNotThere() {
        assertThatThrownBy(() -> decoder.allocator(Device.CUDA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ONNX Runtime");
    }
}
