package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of all layers, a slot a text: [slots, H, tokens, size] each, in memory that the decoder reads and
 * writes in place.
 *
 * <p>Slots {@code first … first + rows} are one contiguous view, so the texts of a run must lie side by side; moving one is
 * a copy of its tokens.
 */
public final class KeyValueBuffers implements AutoCloseable {
    private final List<ByteBuffer> buffers = new ArrayList<>(); // key, value, key, value…
    private final OnnxJavaType type;
    private final int slots;
    private final int heads;
    private final int tokens;
    private final int headSize;
    private List<OnnxTensor> view = List.of();
    private int viewFirst = -1;
    private int viewRows = -1;

    KeyValueBuffers(DecoderSignature decoder, int slots, int tokens) {
        this.type = decoder.cacheType();
        this.slots = slots;
        this.heads = decoder.heads();
        this.tokens = tokens;
        this.headSize = decoder.headSize();
        for (int i = 0; i < 2 * decoder.layers(); i++) {
            buffers.add(DirectBuffers.allocate((long) slots * slotBytes()));
        }
    }

    /** How many texts fit. */
    public int slots() {
        return slots;
    }

    /** How many tokens a text may have. */
    public int tokens() {
        return tokens;
    }

    /** Copies the first {@code length} tokens of one slot over another's. */
    public void copy(int from, int to, int length) {
        int headBytes = tokens * headSize * type.size;
        int bytes = length * headSize * type.size;
        for (ByteBuffer buffer : buffers) {
            for (int head = 0; head < heads; head++) {
                buffer.put(to * slotBytes() + head * headBytes, buffer, from * slotBytes() + head * headBytes, bytes);
            }
        }
    }

    private int slotBytes() {
        return heads * tokens * headSize * type.size;
    }

    /** The slots from {@code first} as tensors [rows, H, tokens, size]; valid until the next call. */
    List<OnnxTensor> view(int first, int rows) throws OrtException {
        if (first != viewFirst || rows != viewRows) {
            close();
            List<OnnxTensor> tensors = new ArrayList<>();
            long[] shape = {rows, heads, tokens, headSize};
            for (ByteBuffer buffer : buffers) {
                ByteBuffer part =
                        buffer.slice(first * slotBytes(), rows * slotBytes()).order(ByteOrder.nativeOrder());
                tensors.add(OnnxTensor.createTensor(OnnxRuntime.environment(), part, shape, type));
            }
            view = tensors;
            viewFirst = first;
            viewRows = rows;
        }
        return view;
    }

    /** Gives the tensors back; the memory goes with this object. */
    @Override
    public void close() {
        view.forEach(OnnxTensor::close);
        view = List.of();
        viewFirst = -1;
    }
}
