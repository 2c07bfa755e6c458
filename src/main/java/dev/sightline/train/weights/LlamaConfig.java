package dev.sightline.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The shape of a llama decoder.
 *
 * @param tiedEmbeddings whether the head is the embedding table
 */
public record LlamaConfig(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int intermediate,
        float normEpsilon,
        double ropeTheta,
        boolean tiedEmbeddings) {
    public LlamaConfig {
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads do not share " + keyValueHeads + " key-value heads evenly");
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("rotary wants an even head size, not " + headSize);
        }
    }

    /** Width of the fused query, key and value projection. */
    public int queryKeyValueWidth() {
        return (heads + 2 * keyValueHeads) * headSize;
    }

    static LlamaConfig ofGguf(Map<String, Object> metadata, boolean ownHead) {
        Object architecture = metadata.get("general.architecture");
        if (!"llama".equals(architecture)) {
            throw new IllegalArgumentException("general.architecture is " + architecture + "; known: llama");
        }
        if (metadata.containsKey("llama.rope.scaling.type")
                && !"none".equals(metadata.get("llama.rope.scaling.type"))) {
            throw new IllegalArgumentException("llama.rope.scaling is not computed");
        }
        int hidden = number(metadata, "llama.embedding_length").intValue();
        int heads = number(metadata, "llama.attention.head_count").intValue();
        return new LlamaConfig(
                number(metadata, "llama.vocab_size").intValue(),
                hidden,
                number(metadata, "llama.block_count").intValue(),
                heads,
                number(metadata, "llama.attention.head_count_kv").intValue(),
                hidden / heads,
                number(metadata, "llama.feed_forward_length").intValue(),
                number(metadata, "llama.attention.layer_norm_rms_epsilon").floatValue(),
                number(metadata, "llama.rope.freq_base").doubleValue(),
                !ownHead);
    }

    /**
     * From a Hugging Face {@code config.json} (or its {@code text_config}).
     *
     * @param ownHead whether there are weights of a head, which decides where the file does not say
     */
    static LlamaConfig ofJson(JsonNode json, boolean ownHead) {
        refuseOthers(json);
        int hidden = json.required("hidden_size").asInt();
        int heads = json.required("num_attention_heads").asInt();
        return new LlamaConfig(
                json.required("vocab_size").asInt(),
                hidden,
                json.required("num_hidden_layers").asInt(),
                heads,
                json.path("num_key_value_heads").asInt(heads),
                json.path("head_dim").asInt(hidden / heads),
                json.required("intermediate_size").asInt(),
                (float) json.path("rms_norm_eps").asDouble(1e-5),
                json.path("rope_theta")
                        .asDouble(
                                json.path("rope_parameters").path("rope_theta").asDouble(10_000)),
                json.path("tie_word_embeddings").asBoolean(!ownHead));
    }

    private static void refuseOthers(JsonNode json) {
        String type = json.path("model_type").asText("llama");
        if (!type.equals("llama")) {
            throw new IllegalArgumentException("config.json: model_type is " + type + "; known: llama");
        }
        String activation = json.path("hidden_act").asText("silu");
        if (!activation.equals("silu")) {
            throw new IllegalArgumentException("config.json: hidden_act is " + activation + "; known: silu");
        }
        for (String part : List.of("attention_bias", "mlp_bias")) {
            if (json.path(part).asBoolean()) {
                throw new IllegalArgumentException("config.json: " + part + " is not computed");
            }
        }
        for (String part : List.of("rope_scaling", "rope_parameters")) { // the latter since transformers 5
            JsonNode rope = json.path(part);
            String scaling = rope.path("rope_type").asText(rope.path("type").asText("default"));
            if (!scaling.equals("default")) {
                throw new IllegalArgumentException("config.json: " + part + " of type " + scaling + " is not computed");
            }
        }
    }

    private static Number number(Map<String, Object> metadata, String key) {
        if (metadata.get(key) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException("the GGUF file's metadata has no number " + key);
    }
}
