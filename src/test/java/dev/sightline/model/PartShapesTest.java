package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartShapesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        Path tiny = Path.of(System.getProperty("sightline.home", ".")).resolve("src/test/resources/models/llava");
        Files.createDirectory(folder.resolve("onnx"));
        try (Stream<Path> files = Files.walk(tiny).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(tiny.relativize(file).toString()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"vision_encoder, image tokens", "embed_tokens, embeddings"})
    void refusesAPartThatIsNotAsWideAsTheDecoder(String part, String what) throws IOException {
        // given
        Path file = folder.resolve("onnx").resolve(part + ".onnx");
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        model.getGraphBuilder()
                .getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(2)
                .setDimValue(48);
        Files.write(file, model.build().toByteArray());

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(what + " of 48 numbers")
                .hasMessageContaining("inputs_embeds of 64");
    }

    @ParameterizedTest
    @CsvSource({
        "num_hidden_layers, 2, 30, 2 layers",
        "num_key_value_heads, 2, 3, 2 heads",
        "head_dim, 16, 32, 16 numbers a head"
    })
    void refusesADecoderThatIsNotTheConfigs(String name, int is, int says, String found) throws IOException {
        // given
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        int from = text.indexOf("\"text_config\"");
        String changed = text.substring(from).replaceFirst("\"" + name + "\": " + is, "\"" + name + "\": " + says);
        Files.writeString(config, text.substring(0, from) + changed);

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("decoder_model_merged.onnx has " + found)
                .hasMessageContaining(config + " says " + name + " " + says);
    }

    @Test
    void namesTheDataThatIsMissingBesideANetwork() throws IOException {
        // given
        Path file = folder.resolve("onnx/decoder_model_merged.onnx");
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        var weight = model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(any -> any.getRawData().size() > WeightStorage.LEAST_BYTES)
                .findFirst()
                .orElseThrow();
        weight.mergeFrom(WeightStorage.reference(
                        Path.of("/away.onnx_data"), 0, weight.getRawData().size()))
                .clearRawData();
        Files.write(file, model.build().toByteArray());

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("away.onnx_data");
    }

    private void load() {
        VisionLanguageModel.load(ModelFolder.open(folder), Precision.FP32).close();
    }
}
