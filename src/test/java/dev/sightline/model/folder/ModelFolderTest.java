package dev.sightline.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
    @TempDir
    private Path folder;

    @Test
    void refusesAFamilyItDoesNotKnowAndNamesThoseItDoes() throws IOException {
        // given
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"florence2\"}");

        // when / then
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(folder.resolve("config.json").toString())
                .hasMessageContaining("florence2")
                .hasMessageContaining("idefics3, llava, qwen2_vl, smolvlm, vision-encoder-decoder");
    }

    @Test
    void refusesAFolderWithoutConfig() {
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("No config.json");
    }

    @Test
    void namesTheNetworkThatIsMissing() throws IOException {
        // given
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llava\"}");
        Files.createDirectory(folder.resolve("onnx"));
        Files.writeString(folder.resolve("onnx/vision_encoder_q4.onnx"), "not read here");
        Files.writeString(folder.resolve("onnx/embed_tokens_q4.onnx"), "not read here");

        // when / then
        assertThatThrownBy(() -> ModelFolder.open(folder).networks(Precision.INT4))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("decoder_model_merged");
    }

    @Test
    void takesTheFilesThatTheAuthorChoseForEachNetwork() throws IOException {
        // given
        Files.writeString(
                folder.resolve("config.json"),
                "{\"model_type\": \"vision-encoder-decoder\","
                        + " \"transformers.js_config\": {\"dtype\": {\"encoder_model\": \"fp32\", \"decoder_model_merged\": \"q8\"}}}");
        Files.createDirectory(folder.resolve("onnx"));
        for (String name : new String[] {"encoder_model", "encoder_model_q4", "decoder_model_merged_quantized"}) {
            Files.writeString(folder.resolve("onnx/" + name + ".onnx"), "not read here");
        }

        // when
        var networks = ModelFolder.open(folder).networks(Precision.AUTO);

        // then
        assertThat(networks.get(OnnxPart.ENCODER)).hasFileName("encoder_model.onnx");
        assertThat(networks.get(OnnxPart.DECODER)).hasFileName("decoder_model_merged_quantized.onnx");
    }

    @Test
    void refusesAPrecisionThatTheDecoderHasNoFileOfAndNamesThoseItHas() {
        // given
        ModelFolder tiny = ModelFolder.open(
                Path.of(System.getProperty("sightline.home", ".")).resolve("src/test/resources/models/llava"));

        // then
        assertThatThrownBy(() -> tiny.networks(Precision.INT4))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("does not run as int4")
                .hasMessageContaining("decoder_model_merged_q4.onnx")
                .hasMessageEndingWith("use auto, or fp32, int8, int8-dynamic");
    }

    @ParameterizedTest
    @CsvSource({
        "'', config.json is empty: the download did not finish",
        "'version https://git-lfs.github.com/spec/v1', config.json is Git LFS's note of the file",
        "'{\"model_type\":\n', 'config.json cannot be read as JSON: line 2, '"
    })
    void saysWhatADownloadLeftInPlaceOfAFile(String content, String problem) throws IOException {
        Files.writeString(folder.resolve("config.json"), content);

        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void namesTheNetworkThatIsALinkToNothing() throws IOException {
        // given
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llava\"}");
        Files.createDirectory(folder.resolve("onnx"));
        Files.createSymbolicLink(folder.resolve("onnx/vision_encoder.onnx"), Path.of("../../blobs/4d7a"));

        // when / then
        assertThatThrownBy(() -> ModelFolder.open(folder).networks(Precision.FP32))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("vision_encoder.onnx is a link to ../../blobs/4d7a, which is not there");
    }
}
