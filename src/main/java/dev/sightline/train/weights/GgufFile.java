package dev.sightline.train.weights;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A llama model in one GGUF file, seen under Hugging Face's names and row order.
 *
 * <p>llama.cpp pairs neighbouring rows of Q and K for its interleaved rotary; Hugging Face pairs row i with row
 * i + headSize / 2. Reading puts the rows back.
 */
public final class GgufFile implements WeightSource {
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(\\w+)\\.weight");
    private static final Map<String, String> IN_BLOCK = Map.of(
            "attn_norm", "input_layernorm",
            "ffn_norm", "post_attention_layernorm",
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj",
            "ffn_gate", "mlp.gate_proj",
            "ffn_up", "mlp.up_proj",
            "ffn_down", "mlp.down_proj");
    private static final Map<String, String> OUTSIDE = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");

    private final ByteBuffer file;
    private final GgufHeader header;
    private final LlamaConfig config;
    private final Map<String, GgufHeader.Entry> tensors = new LinkedHashMap<>();

    private GgufFile(ByteBuffer file) {
        this.file = file;
        this.header = GgufHeader.read(file.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        this.config = LlamaConfig.ofGguf(header.metadata(), header.tensors().containsKey("output.weight"));
        header.tensors().forEach((name, entry) -> tensors.put(huggingFaceName(name), entry));
        for (Map.Entry<String, GgufHeader.Entry> tensor : header.tensors().entrySet()) {
            refuseOther(tensor.getKey(), tensor.getValue());
        }
    }

    /**
     * Maps a file of at most 2 GiB.
     *
     * @throws IllegalArgumentException with the file's name, if it is cut off, no llama, or of types that we do not read
     */
    public static GgufFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("it has more than 2 GiB");
            }
            return new GgufFile(channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (BufferUnderflowException | NegativeArraySizeException | ArithmeticException e) {
            throw new IllegalArgumentException(path.getFileName() + ": its header is cut off or broken", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private void refuseOther(String name, GgufHeader.Entry entry) {
        if (name.equals("rope_freqs.weight") || name.endsWith(".bias")) {
            throw new IllegalArgumentException(name + " is not computed");
        }
        long end = header.dataStart() + entry.offset() + entry.type().bytes(elements(entry));
        if (end > file.capacity()) {
            throw new IllegalArgumentException("it ends within " + name);
        }
    }

    private static int elements(GgufHeader.Entry entry) {
        int elements = 1;
        for (long axis : entry.shape()) {
            elements = Math.multiplyExact(elements, Math.toIntExact(axis));
        }
        return elements;
    }

    /** The model's shape, from the file's metadata. */
    public LlamaConfig config() {
        return config;
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    @Override
    public WeightTensor read(String name) {
        GgufHeader.Entry entry = tensors.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("the GGUF file has no tensor " + name);
        }
        int elements = elements(entry);
        int start = Math.toIntExact(header.dataStart() + entry.offset());
        ByteBuffer data =
                file.duplicate().slice(start, entry.type().bytes(elements)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = entry.type().dequantise(data, elements);
        if (name.endsWith("self_attn.q_proj.weight") || name.endsWith("self_attn.k_proj.weight")) {
            values = halvesApart(values, config.headSize(), Math.toIntExact(entry.shape()[1]));
        }
        return new WeightTensor(entry.shape().clone(), values);
    }

    private static String huggingFaceName(String name) {
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return OUTSIDE.getOrDefault(name, name);
        }
        return "model.layers.%s.%s.weight"
                .formatted(block.group(1), IN_BLOCK.getOrDefault(block.group(2), block.group(2)));
    }

    /** Within each head, row 2i + j goes to row j * headSize / 2 + i. */
    private static float[] halvesApart(float[] rows, int headSize, int columns) {
        float[] out = new float[rows.length];
        int half = headSize / 2;
        for (int row = 0; row < rows.length / columns; row++) {
            int head = row / headSize;
            int within = row % headSize;
            int target = head * headSize + within % 2 * half + within / 2;
            System.arraycopy(rows, row * columns, out, target * columns, columns);
        }
        return out;
    }
}
