package dev.sightline.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.train.weights.SafetensorsFile;
import dev.sightline.train.weights.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A llama of two layers with random weights over SmolLM2's vocabulary, as a Hugging Face folder: trains in moments. */
public final class TinyLanguageModel {
    public static final int VOCABULARY = 49152;
    public static final int HIDDEN = 64;

    private final Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    private final Random random = new Random(5);

    private TinyLanguageModel() {
        tensor("model.embed_tokens.weight", 0.1, VOCABULARY, HIDDEN);
        tensor("model.norm.weight", 0, HIDDEN);
        for (int i = 0; i < 2; i++) {
            String layer = "model.layers." + i + ".";
            tensor(layer + "self_attn.q_proj.weight", 0.1, HIDDEN, HIDDEN);
            tensor(layer + "self_attn.k_proj.weight", 0.1, HIDDEN / 2, HIDDEN);
            tensor(layer + "self_attn.v_proj.weight", 0.1, HIDDEN / 2, HIDDEN);
            tensor(layer + "self_attn.o_proj.weight", 0.1, HIDDEN, HIDDEN);
            tensor(layer + "mlp.gate_proj.weight", 0.1, 96, HIDDEN);
            tensor(layer + "mlp.up_proj.weight", 0.1, 96, HIDDEN);
            tensor(layer + "mlp.down_proj.weight", 0.1, HIDDEN, 96);
            tensor(layer + "input_layernorm.weight", 0, HIDDEN);
            tensor(layer + "post_attention_layernorm.weight", 0, HIDDEN);
        }
    }

    /** Writes it; the folder is {@code --language-model}'s. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        SafetensorsFile.write(
                folder.resolve("model.safetensors"),
                new TinyLanguageModel().tensors,
                SafetensorsFile.Storage.F32,
                Map.of());
        Map<String, Object> config = Map.of(
                "vocab_size", VOCABULARY,
                "hidden_size", HIDDEN,
                "num_hidden_layers", 2,
                "num_attention_heads", 4,
                "num_key_value_heads", 2,
                "head_dim", 16,
                "intermediate_size", 96,
                "rms_norm_eps", 1e-5,
                "rope_theta", 10000,
                "tie_word_embeddings", true);
        new ObjectMapper().writeValue(folder.resolve("config.json").toFile(), config);
        return folder;
    }

    private void tensor(String name, double deviation, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation == 0 ? 1 : deviation * random.nextGaussian());
        }
        tensors.put(name, new WeightTensor(Arrays.stream(shape).asLongStream().toArray(), values));
    }
}
