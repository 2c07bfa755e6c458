package dev.sightline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.folder.WeightStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        TinyModel.copyTo(folder);
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
        keepsWeightsIn(file, "away.onnx_data");

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("away.onnx_data");
    }

    @Test
    void readsNoWeightsFromOutsideOfTheFolder() throws IOException {
        // given
        Path file = folder.resolve("onnx/vision_encoder.onnx");
        keepsWeightsIn(file, "../../etc/passwd");

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("outside of its folder");
    }

    @Test
    void countsWeightsOfAnyNameInTheRevision() throws IOException {
        // given
        Path file = folder.resolve("onnx/decoder_model_merged.onnx");
        Path data = folder.resolve("onnx/some weights.bin");
        keepsWeightsIn(file, data.getFileName().toString());
        Files.write(data, new byte[1 << 20]);
        String before = ModelFolder.open(folder).revision();
        long bytes = ModelFolder.open(folder).bytes();

        // when
        byte[] other = new byte[1 << 20];
        other[1000] = 1;
        Files.write(data, other);

        // then
        assertThat(ModelFolder.open(folder).revision()).isNotEqualTo(before);
        assertThat(bytes).isGreaterThan(1 << 20);
    }

    @Test
    void refusesADecoderThatScoresFewerTokensThanTheConfigHas() throws IOException {
        // given
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceAll("\"vocab_size\": \\d+", "\"vocab_size\": 99999"));

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("decoder_model_merged.onnx scores ")
                .hasMessageEndingWith("says vocab_size 99999");
    }

    @Test
    void namesTheFileOfEmbeddingsThatIsCutShort() throws IOException {
        // given
        Path file = folder.resolve("onnx/embed_tokens.onnx");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        // when / then
        assertThatThrownBy(this::load)
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageStartingWith(file + " is no ONNX model, or not all of one");
    }

    private static void keepsWeightsIn(Path file, String data) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        TensorProto.Builder weight = model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(any -> any.getRawData().size() > WeightStorage.LEAST_BYTES)
                .findFirst()
                .orElseThrow();
        weight.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(data))
                .addExternalData(StringStringEntryProto.newBuilder()
                        .setKey("length")
                        .setValue(Integer.toString(weight.getRawData().size())))
                .clearRawData();
        Files.write(file, model.build().toByteArray());
    }

    private void load() {
        VisionLanguageModel.load(ModelFolder.open(folder), Precision.FP32).close();
    }
}
