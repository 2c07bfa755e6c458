package dev.sightline.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Keys and values in place: [slots, H, tokens, size] a layer, read and written by GroupQueryAttention. */
final class SlotCache implements KeyValueCache {
    private final List<ByteBuffer> buffers = new ArrayList<>(); // key, value, key, value…
    private final OnnxJavaType type;
    private final int slots;
    private final int heads;
    private final int tokens;
    private final int headSize;
    private List<OnnxTensor> view = List.of();
    private int viewFirst = -1;
    private int viewRows = -1;

    SlotCache(DecoderSignature decoder, int slots, int tokens) {
        this.type = decoder.cacheType();
        this.slots = slots;
        this.heads = decoder.heads();
        this.tokens = tokens;
        this.headSize = decoder.headSize();
        for (int i = 0; i < 2 * decoder.layers(); i++) {
            buffers.add(DirectBuffers.allocate((slots + 1L) * slotBytes()));
        }
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public boolean joinable() {
        return true;
    }

    @Override
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

    @Override
    public void truncate(int rows) {
        // what stands in a slot is overwritten by its next text
    }

    @Override
    public int pastColumns(int first, List<? extends DecoderRow> rows) {
        return rows.stream().mapToInt(DecoderRow::past).max().orElse(0);
    }

    @Override
    public boolean real(int slot, int column, int past) {
        return column < past;
    }

    @Override
    public List<OnnxTensor> past(int first, int rows) throws OrtException {
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

    @Override
    public List<OnnxTensor> present(int first, int rows, int width) throws OrtException {
        return past(first, rows);
    }

    @Override
    public void written(int first, List<? extends DecoderRow> rows, int width) {
        // in place already
    }

    @Override
    public void close() {
        view.forEach(OnnxTensor::close);
        view = List.of();
        viewFirst = -1;
    }
}
