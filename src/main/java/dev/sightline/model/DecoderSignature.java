package dev.sightline.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.sightline.model.folder.ModelRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a decoder's graph declares, so that it is fed just that.
 *
 * @param inputs        names of its inputs
 * @param layers        pairs of past keys and values
 * @param heads         H, key-value heads
 * @param headSize      numbers a head
 * @param cacheType     of the numbers in keys and values
 * @param hidden        D, width of {@code inputs_embeds}; 0 where the graph takes ids
 * @param encoderWidth  E, width of {@code encoder_hidden_states}; 0 where the graph takes none
 * @param positionPlanes 3 for rotary positions in time, height and width, else 1
 * @param past          names of the past's inputs: key, value, key, value…
 * @param present       names of the outputs that continue them
 */
record DecoderSignature(
        Set<String> inputs,
        int layers,
        int heads,
        int headSize,
        OnnxJavaType cacheType,
        int hidden,
        int encoderWidth,
        int positionPlanes,
        List<String> past,
        List<String> present) {
    DecoderSignature {
        inputs = Set.copyOf(inputs);
        past = List.copyOf(past);
        present = List.copyOf(present);
    }

    /**
     * Reads the declaration.
     *
     * @throws ModelRefusedException if something is declared that we do not know how to feed
     */
    static DecoderSignature of(Path file, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
        List<String> past = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int layer = 0; inputs.containsKey("past_key_values." + layer + ".key"); layer++) {
            for (String kind : List.of("key", "value")) {
                past.add("past_key_values." + layer + "." + kind);
                present.add("present." + layer + "." + kind);
            }
        }
        require(!past.isEmpty(), file, "declares no past_key_values.0.key");
        require(outputs.keySet().containsAll(present), file, "lacks outputs among " + present);
        require(outputs.containsKey("logits"), file, "has no output logits");
        for (String name : inputs.keySet()) {
            require(
                    past.contains(name) || KNOWN.contains(name),
                    file,
                    "declares the input " + name + ", which is unknown");
        }
        TensorInfo key = tensor(inputs, past.get(0));
        long[] shape = key.getShape();
        require(shape.length == 4 && shape[1] > 0 && shape[3] > 0, file, "has pasts that are not [B,H,P,size]");
        return new DecoderSignature(
                inputs.keySet(),
                past.size() / 2,
                (int) shape[1],
                (int) shape[3],
                key.type,
                width(inputs, "inputs_embeds"),
                width(inputs, "encoder_hidden_states"),
                inputs.containsKey("position_ids")
                                && tensor(inputs, "position_ids").getShape().length == 3
                        ? 3
                        : 1,
                past,
                present);
    }

    private static final Set<String> KNOWN = Set.of(
            "inputs_embeds",
            "input_ids",
            "attention_mask",
            "position_ids",
            "encoder_hidden_states",
            "num_logits_to_keep",
            "use_cache_branch",
            LastPosition.INPUT);

    private static int width(Map<String, NodeInfo> inputs, String name) {
        return inputs.containsKey(name) ? (int) tensor(inputs, name).getShape()[2] : 0;
    }

    private static TensorInfo tensor(Map<String, NodeInfo> nodes, String name) {
        return (TensorInfo) nodes.get(name).getInfo();
    }

    private static void require(boolean holds, Path file, String otherwise) {
        if (!holds) {
            throw new ModelRefusedException(file + " " + otherwise);
        }
    }

    /** Whether the graph has this input. */
    boolean takes(String input) {
        return inputs.contains(input);
    }

    /** Bytes of keys and values that one token takes. */
    long bytesPerToken() {
        return 2L * layers * heads * headSize * cacheType.size;
    }
}
