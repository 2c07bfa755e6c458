package dev.sightline.train.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.train.nn.Architecture;
import dev.sightline.train.weights.LlamaConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files beside the graphs: tokenizer, template and preprocessor as in training, the config as trained. */
final class FolderFiles {
    private static final List<String> COPIED = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "generation_config.json",
            "preprocessor_config.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private FolderFiles() {}

    /** Writes a llava folder's files. */
    static void llava(Path template, Path folder, Architecture shape, LlamaConfig llm, boolean stem)
            throws IOException {
        copy(template, folder, COPIED);
        ObjectNode config =
                (ObjectNode) JSON.readTree(template.resolve("config.json").toFile());
        ObjectNode text = config.withObject("/text_config");
        text.put("hidden_size", llm.hidden())
                .put("intermediate_size", llm.intermediate())
                .put("num_hidden_layers", llm.layers())
                .put("num_attention_heads", llm.heads())
                .put("num_key_value_heads", llm.keyValueHeads())
                .put("head_dim", llm.headSize())
                .put("rms_norm_eps", llm.normEpsilon())
                .put("rope_theta", llm.ropeTheta())
                .put("tie_word_embeddings", llm.tiedEmbeddings())
                .put("vocab_size", llm.vocabulary());
        ObjectNode vision = config.putObject("vision_config");
        vision.put("model_type", stem ? "hybrid_vit" : "vit")
                .put("num_channels", 3)
                .put("num_patches", shape.patches())
                .put("hidden_size", shape.width())
                .put("intermediate_size", shape.mlpWidth())
                .put("num_hidden_layers", shape.depth())
                .put("num_attention_heads", shape.heads())
                .put("hidden_act", "gelu")
                .put("pixel_shuffle", 2);
        if (stem) {
            vision.put("stem_channels", shape.patchWidth());
        }
        config.put("image_seq_length", shape.imageTokens()).put("projector_hidden_size", shape.projector());
        PRETTY.writeValue(folder.resolve("config.json").toFile(), config);
        ObjectNode processor = (ObjectNode)
                JSON.readTree(template.resolve("processor_config.json").toFile());
        processor.put("image_seq_length", shape.imageTokens());
        PRETTY.writeValue(folder.resolve("processor_config.json").toFile(), processor);
    }

    /** Writes a CLIP folder's files. */
    static void clip(Path template, Path folder, Architecture shape) throws IOException {
        copy(template, folder, List.of("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"));
        ObjectNode config = JSON.createObjectNode().put("model_type", "clip").put("projection_dim", shape.space());
        config.putObject("text_config").put("max_position_embeddings", shape.textLength());
        config.putObject("vision_config").put("hidden_size", shape.width());
        PRETTY.writeValue(folder.resolve("config.json").toFile(), config);
    }

    private static void copy(Path template, Path folder, List<String> names) throws IOException {
        for (String name : names) {
            if (Files.exists(template.resolve(name))) {
                Files.copy(template.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
