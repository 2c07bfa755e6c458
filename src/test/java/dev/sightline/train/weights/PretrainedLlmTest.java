package dev.sightline.train.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainedLlmTest {
    private static final String CONFIG =
            """
            {"model_type":"llama","vocab_size":8,"hidden_size":4,"num_hidden_layers":1,"num_attention_heads":1,\
            "intermediate_size":6,"hidden_act":"silu","rope_scaling":null}""";

    @TempDir
    Path folder;

    @Test
    void readsWeightsFromSeveralFiles() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        write("model-00001-of-00002.safetensors", "model.norm.weight", 1);
        write("model-00002-of-00002.safetensors", "model.embed_tokens.weight", 2);
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                """
                {"weight_map":{"model.norm.weight":"model-00001-of-00002.safetensors",
                "model.embed_tokens.weight":"model-00002-of-00002.safetensors"}}""");

        WeightSource weights = PretrainedLlm.open(folder).weights();

        assertThat(weights.names()).containsExactlyInAnyOrder("model.norm.weight", "model.embed_tokens.weight");
        assertThat(weights.read("model.embed_tokens.weight").values()).containsExactly(2);
        assertThatThrownBy(() -> weights.read("lm_head.weight")).hasMessage("the index names no tensor lm_head.weight");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model_type\":\"llama\"|\"model_type\":\"qwen2\"|config.json: model_type is qwen2; known: llama",
                "\"silu\"|\"gelu\"|config.json: hidden_act is gelu; known: silu",
                "null|{\"rope_type\":\"llama3\"}|config.json: rope_scaling of type llama3 is not computed",
                "null|{\"type\":\"linear\",\"factor\":2}|config.json: rope_scaling of type linear is not computed",
                "null|null,\"rope_parameters\":{\"rope_type\":\"yarn\"}|config.json: rope_parameters of type yarn is not computed",
                "null|null,\"attention_bias\":true|config.json: attention_bias is not computed"
            })
    void refusesWhatItDoesNotCompute(String part, String other, String message) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.replace(part, other));
        write("model.safetensors", "model.norm.weight", 1);

        assertThatThrownBy(() -> PretrainedLlm.open(folder)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"lm_head.weight,false", "model.norm.weight,true"})
    void tellsByItsWeightsWhetherTheHeadIsItsOwn(String tensor, boolean tied) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        write("model.safetensors", tensor, 1);

        assertThat(PretrainedLlm.open(folder).config().tiedEmbeddings()).isEqualTo(tied);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|10000",
                "null,\"rope_theta\":5e4|50000",
                "null,\"rope_parameters\":{\"rope_theta\":6e4}|60000"
            })
    void findsTheBaseOfItsRotaryWhereverItStands(String rope, double base) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.replace("null", rope));
        write("model.safetensors", "model.norm.weight", 1);

        assertThat(PretrainedLlm.open(folder).config().ropeTheta()).isEqualTo(base);
    }

    private void write(String file, String tensor, float value) throws IOException {
        SafetensorsFile.write(
                folder.resolve(file),
                Map.of(tensor, new WeightTensor(new long[] {1}, new float[] {value})),
                SafetensorsFile.Storage.F32,
                Map.of());
    }
}
