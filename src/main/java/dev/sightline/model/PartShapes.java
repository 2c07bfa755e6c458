package dev.sightline.model;

import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.folder.OnnxFile;
import dev.sightline.model.folder.OnnxPart;
import dev.sightline.model.graph.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whether the parts of a folder fit together: what one network gives is as wide as what the next one takes, and the decoder has
 * the layers and heads that {@code config.json} tells of.
 */
final class PartShapes {
    private final ModelFolder folder;
    private final Map<OnnxPart, Path> networks;
    private final DecoderSignature decoder;
    private final int vocabulary;

    PartShapes(ModelFolder folder, Map<OnnxPart, Path> networks, Decoder decoder) {
        this.folder = folder;
        this.networks = networks;
        this.decoder = decoder.signature();
        this.vocabulary = decoder.vocabulary();
    }

    /**
     * Checks what is declared; what a graph leaves open is not.
     *
     * @throws ModelRefusedException if two parts do not fit; the message names the file, what was expected and what was found
     */
    void check() {
        Path file = networks.getOrDefault(OnnxPart.DECODER, folder.path());
        if (decoder.hidden() > 0) {
            width(OnnxPart.EMBED_TOKENS, "embeddings", decoder.hidden(), "inputs_embeds");
            width(OnnxPart.VISION_ENCODER, "image tokens", decoder.hidden(), "inputs_embeds");
        }
        if (decoder.encoderWidth() > 0) {
            width(OnnxPart.ENCODER, "hidden states", decoder.encoderWidth(), "encoder_hidden_states");
        }
        everyWord(file);
        configured(file, "layers of past keys and values", decoder.layers(), List.of("num_hidden_layers", "n_layer"));
        configured(file, "heads of keys and values", decoder.heads(), List.of("num_key_value_heads", "n_head"));
        configured(file, "numbers a head", decoder.headSize(), List.of("head_dim"));
    }

    private void width(OnnxPart part, String what, int expected, String input) {
        Path file = networks.get(part);
        if (file == null) {
            return;
        }
        ValueInfoProto output = OnnxFile.read(file).getGraph().getOutput(0);
        TypeProto.Tensor tensor = output.getType().getTensorType();
        int found = Trial.dimension(output, tensor.getShape().getDimCount() - 1);
        if (found == 0 && part == OnnxPart.ENCODER) {
            found = folder.config().path("encoder").path("hidden_size").asInt(0);
        }
        if (found > 0 && found != expected) {
            throw new ModelRefusedException(file + " gives " + what + " of " + found + " numbers (" + output.getName()
                    + "), but " + networks.get(OnnxPart.DECODER) + " takes " + input + " of " + expected
                    + ": they are not of one model");
        }
    }

    /** A head may be wider than the vocabulary, for the sake of alignment, but not narrower. */
    private void everyWord(Path file) {
        JsonNode config = folder.config();
        for (JsonNode part : List.of(config.path("text_config"), config.path("decoder"), config)) {
            int words = part.path("vocab_size").asInt(0);
            if (words > vocabulary) {
                throw new ModelRefusedException(file + " scores " + vocabulary + " tokens, but "
                        + folder.path().resolve("config.json") + " says vocab_size " + words);
            }
            if (words > 0) {
                return;
            }
        }
    }

    private void configured(Path file, String what, int found, List<String> names) {
        JsonNode config = folder.config();
        for (JsonNode part : List.of(config.path("text_config"), config.path("decoder"), config)) {
            for (String name : names) {
                int expected = part.path(name).asInt(0);
                if (expected > 0 && expected != found) {
                    throw new ModelRefusedException(file + " has " + found + " " + what + ", but "
                            + folder.path().resolve("config.json") + " says " + name + " " + expected);
                }
                if (expected > 0) {
                    return;
                }
            }
        }
    }
}
