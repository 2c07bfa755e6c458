package dev.sightline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sightline.model.runtime.CacheMemory;
import java.util.List;

/** Keys and values in place: [slots, H, tokens, size] a layer, read and written by GroupQueryAttention. */
final class SlotCache implements KeyValueCache {
    private final CacheMemory memory;
    private final boolean whole;
    private final int base; // where its slot 0 lies in the memory
    private final int slots;
    private final int heads;
    private final int tokens;
    private final int headSize;
    private List<OnnxTensor> view = List.of();
    private int viewFirst = -1;
    private int viewRows = -1;

    /** Several slots have a spare one besides; one alone is never exchanged. */
    SlotCache(DecoderSignature decoder, CacheMemory.Source source, int slots, int tokens) {
        this.whole = true;
        this.base = 0;
        this.slots = slots;
        this.heads = decoder.heads();
        this.tokens = tokens;
        this.headSize = decoder.headSize();
        this.memory = source.allocate(
                2 * decoder.layers(), decoder.cacheType(), (slots == 1 ? 1 : slots + 1L) * slotNumbers());
    }

    private SlotCache(SlotCache whole, int first, int slots) {
        this.whole = false;
        this.base = whole.base + first;
        this.slots = slots;
        this.heads = whole.heads;
        this.tokens = whole.tokens;
        this.headSize = whole.headSize;
        this.memory = whole.memory;
    }

    @Override
    public KeyValueCache part(int first, int part) {
        return new SlotCache(this, first, part);
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
        long stride = (long) tokens * headSize;
        memory.copy(
                (base + from) * slotNumbers(), (base + to) * slotNumbers(), heads, stride, (long) length * headSize);
    }

    private long slotNumbers() {
        return (long) heads * tokens * headSize;
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
            closeView();
            view = memory.tensors((base + first) * slotNumbers(), rows, heads, tokens, headSize);
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

    private void closeView() {
        view.forEach(OnnxTensor::close);
        view = List.of();
        viewFirst = -1;
    }

    @Override
    public void close() {
        closeView();
        if (whole) {
            memory.close();
        }
    }
}
