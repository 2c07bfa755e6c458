package dev.sightline.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private final int columnBytes;
    private final int[] gapFrom;
    private final int[] gapTo;
    private final List<OnnxTensor> tensors = new ArrayList<>();
    private List<DirectBuffers> past;
    private List<DirectBuffers> present;
    private int columns;

    CohortCache(DecoderSignature decoder, int slots, int tokens) {
        this.decoder = decoder;
        this.slots = slots;
        this.tokens = tokens;
        this.columnBytes = decoder.headSize() * decoder.cacheType().size;
        this.gapFrom = new int[slots + 1];
        this.gapTo = new int[slots + 1];
        this.past = buffers();
        this.present = buffers();
    }

    private List<DirectBuffers> buffers() {
        List<DirectBuffers> made = new ArrayList<>();
        for (int i = 0; i < 2 * decoder.layers(); i++) {
            made.add(new DirectBuffers());
        }
        return made;
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
        int rowBytes = decoder.heads() * columns * columnBytes;
        for (DirectBuffers buffer : past) {
            ByteBuffer bytes = buffer.keep((Math.max(from, to) + 1L) * rowBytes);
            bytes.put(to * rowBytes, bytes, from * rowBytes, rowBytes);
        }
        gapFrom[to] = gapFrom[from];
        gapTo[to] = gapTo[from];
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

    private List<OnnxTensor> tensors(List<DirectBuffers> from, int rows, int length) throws OrtException {
        long[] shape = {rows, decoder.heads(), length, decoder.headSize()};
        List<OnnxTensor> made = new ArrayList<>();
        for (DirectBuffers buffer : from) {
            ByteBuffer bytes = buffer.keep((long) rows * decoder.heads() * length * columnBytes);
            made.add(OnnxTensor.createTensor(
                    OnnxRuntime.environment(),
                    bytes.slice(0, rows * decoder.heads() * length * columnBytes)
                            .order(ByteOrder.nativeOrder()),
                    shape,
                    decoder.cacheType()));
        }
        tensors.addAll(made);
        return made;
    }

    @Override
    public void written(int first, List<? extends DecoderRow> rows, int width) {
        close();
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
        List<DirectBuffers> was = past;
        past = present;
        present = was;
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
        tensors.clear();
    }
}
