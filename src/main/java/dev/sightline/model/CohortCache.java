package dev.sightline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.sightline.model.runtime.CacheMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values that grow by copying: [rows, H, P, size] a layer, all rows with the same number of columns P.
 *
 * <p>Prompts are right-padded, so the columns between a row's prompt and the widest one's are no tokens of its own: a gap
 * that the mask leaves out. Two sets of memory take turns as past and present.
 */
final class CohortCache implements KeyValueCache {
    private final DecoderSignature decoder;
    private final int slots;
    private final int tokens;
    private final int[] gapFrom;
    private final int[] gapTo;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private CacheMemory past;
    private CacheMemory present;
    private int columns;

    CohortCache(DecoderSignature decoder, CacheMemory.Source source, int slots, int tokens) {
        this.decoder = decoder;
        this.slots = slots;
        this.tokens = tokens;
        this.gapFrom = new int[slots + 1];
        this.gapTo = new int[slots + 1];
        this.past = source.allocate(2 * decoder.layers(), decoder.cacheType(), 0);
        this.present = source.allocate(2 * decoder.layers(), decoder.cacheType(), 0);
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
        return false;
    }

    @Override
    public void copy(int from, int to, int length) {
        long row = rowNumbers(columns);
        past.reserve((Math.max(from, to) + 1L) * row);
        past.copy(from * row, to * row, 1, row, row);
        gapFrom[to] = gapFrom[from];
        gapTo[to] = gapTo[from];
    }

    @Override
    public KeyValueCache part(int first, int part) {
        throw new IllegalStateException("A cohort grows as a whole");
    }

    @Override
    public void truncate(int rows) {
        if (rows == 0) {
            columns = 0;
        }
    }

    @Override
    public int pastColumns(int first, List<? extends DecoderRow> rows) {
        return columns;
    }

    @Override
    public boolean real(int slot, int column, int past) {
        return column < columns && (column < gapFrom[slot] || column >= gapTo[slot]);
    }

    @Override
    public List<OnnxTensor> past(int first, int rows) throws OrtException {
        return tensors(past, rows, columns);
    }

    @Override
    public List<OnnxTensor> present(int first, int rows, int width) throws OrtException {
        return tensors(present, rows, columns + width);
    }

    private List<OnnxTensor> tensors(CacheMemory memory, int rows, int length) throws OrtException {
        memory.reserve(rows * rowNumbers(length));
        List<OnnxTensor> made = memory.tensors(0, rows, decoder.heads(), length, decoder.headSize());
        tensors.addAll(made);
        return made;
    }

    private long rowNumbers(int length) {
        return (long) decoder.heads() * length * decoder.headSize();
    }

    @Override
    public void written(int first, List<? extends DecoderRow> rows, int width) {
        closeTensors();
        for (int row = 0; row < rows.size(); row++) {
            int length = rows.get(row).length();
            if (length < width) {
                gapFrom[row] = columns + length;
                gapTo[row] = columns + width;
            } else if (columns == 0) {
                gapFrom[row] = 0;
                gapTo[row] = 0;
            }
        }
        columns += width;
        CacheMemory was = past;
        past = present;
        present = was;
    }

    private void closeTensors() {
        tensors.forEach(OnnxTensor::close);
        tensors.clear();
    }

    @Override
    public void close() {
        closeTensors();
        past.close();
        present.close();
    }
}
